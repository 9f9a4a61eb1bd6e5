import { describe, expect, it } from 'vitest';
import { assertStrict, FileInvalid, jsonOf } from '../../../cli/strict-json.ts';
import { StatementInvalid, verifyStatement } from '../../../lambdas/crypto/statement.ts';
import { type SignedStatement, signedStatement } from '../../../lambdas/domain/evidence/statement.ts';
import { utf8 } from '../../support/reference.ts';
import { jwks, record, statement } from '../../support/signed-statements.ts';

const text = (of: object = statement()) => JSON.stringify(of);

/** Why a file is not valid, or that it is; read as `habeas verify` reads it. */
async function judged(bytes: Uint8Array): Promise<string> {
  let read: SignedStatement;
  try {
    const json = jsonOf(bytes);
    assertStrict(json);
    const parsed = signedStatement.safeParse(json.value);
    if (!parsed.success) return 'not a statement';
    read = parsed.data;
  } catch (error) {
    if (!(error instanceof FileInvalid)) throw error;
    return 'not a file';
  }
  try {
    await verifyStatement(read, jwks);
    return 'valid';
  } catch (error) {
    if (!(error instanceof StatementInvalid)) throw error;
    return 'not signed';
  }
}

describe('the file of a statement', () => {
  it('is valid as it is written', async () => {
    expect(await judged(utf8(text()))).toBe('valid');
  });

  it.each<[string, string]>([
    ['a space before it', ` ${text()}`],
    ['two line breaks after it', `${text()}\n\n`],
    ['a byte order mark', `\ufeff${text()}`],
    ['a member twice', text().replace('"proof":null', '"proof":null,"proof":null')],
    ['an escape in capitals', text().replace('\\u001f', '\\u001F')],
    ['a letter written as an escape', text().replace('ü', '\\u00fc')],
    ['a member more', text({ ...statement(), more: null })],
  ])('is invalid with %s, though it says the same', async (_, other) => {
    expect(other).not.toBe(text());
    expect(await judged(utf8(other))).toMatch(/^not a/);
  });

  it('is invalid with a member of a name that schemas drop: nothing unsigned may stand beside what is', async () => {
    const hidden = JSON.parse('{"__proto__":{"until":"2099-01-01"}}');
    for (const other of [statement({ record: { ...hidden, ...record } }), { ...hidden, ...statement() }]) {
      expect(text(other)).toContain('2099');
      expect(await judged(utf8(text(other)))).toMatch(/^not a/);
    }
  });
});
