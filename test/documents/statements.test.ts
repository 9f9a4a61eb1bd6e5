import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../cli/judging.ts';
import { keySetOf } from '../../cli/key-set.ts';
import type { attestationRecord } from '../../lambdas/domain/erasure/attestation.ts';
import { headed, own, jwks as ownKeys, said, signed, statement } from '../support/signed-statements.ts';
import { examplesIn, root, textOf } from './markdown.ts';
import { holds } from './page-verifier.ts';
import { pageAsItShouldBe } from './signed-examples.ts';
import { stated } from './statement-examples.ts';

const page = textOf('docs/formats.md');
const examples = examplesIn(page);
const textOfExample = (name: string) => examples.get(name) ?? expect.unreachable(`no example ${name}`);
const jwks = keySetOf(JSON.parse(textOfExample('jwks')));
const names = Object.keys(stated);

/** What `habeas verify` says of a file with this text. */
const verified = async (text: string, keys = jwks) => {
  const { verdict } = await verdictOn(() => Buffer.from(text, 'utf8'), keys);
  return verdict === 'valid';
};
const heldByThePage = (text: string, keys = jwks) => {
  try {
    return holds(JSON.parse(text), { keys: keys.keys.map((key) => ({ ...key })) });
  } catch {
    return false;
  }
};

describe('the signed examples of docs/formats.md', () => {
  it.each(names)('%s is no statement any more once one character of it is another', async (name) => {
    const text = textOfExample(name);
    const spots = Array.from({ length: 120 }, (_, i) => Math.floor((i * text.length) / 120));
    for (const spot of spots) {
      const altered = `${text.slice(0, spot)}${text[spot] === '7' ? '8' : '7'}${text.slice(spot + 1)}`;
      expect(await verified(altered), `habeas verify, character ${spot}`).toBe(false);

      expect(heldByThePage(altered), `the page, character ${spot}`).toBe(false);
    }
  });

  it.each(names)(
    '%s holds, for `habeas verify` and for a verifier written from the page alone',
    async (name) => {
      expect(await verified(textOfExample(name))).toBe(true);
      expect(heldByThePage(textOfExample(name))).toBe(true);
    },
  );

  it.each(names)('%s says what it is introduced as', (name) => {
    const { statement } = JSON.parse(textOfExample(name)) as { statement: string };
    const claims: unknown = JSON.parse(Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString());
    const { kind, id, at, leaf } = stated[name] ?? expect.unreachable();
    expect(claims).toMatchObject({ v: 1, kind, id, at, leaf });
  });

  it('state the very records that the code makes', async () => {
    await expect(pageAsItShouldBe(page)).toMatchFileSnapshot(join(root, 'docs', 'formats.md'));
  });

  it('would be noticed if they stated another record than the code makes', () => {
    const other = page.replace('"permitted": false', '"permitted": true');
    expect(pageAsItShouldBe(other)).not.toBe(other);
  });

  it('call irrecoverable what the page says is irrecoverable', () => {
    const { record } = stated['attestation-1'] ?? expect.unreachable();
    const {
      shredded,
      verified: seen,
      irrecoverable_after,
    } = record as ReturnType<typeof attestationRecord> & {
      shredded: { at: string; kms_key_destroyed_after: string };
      verified: { at: string };
    };
    const days = (instant: string, count: number) => Date.parse(instant) + count * 24 * 60 * 60 * 1000;
    const ends = [days(shredded.at, 7), days(seen.at, 35), Date.parse(shredded.kms_key_destroyed_after)];
    expect(Date.parse(String(irrecoverable_after))).toBe(Math.max(...ends));
  });
});

describe('the page and `habeas verify` agree that a statement is invalid', () => {
  const [head = '', claims = ''] = statement().statement.split('.');
  const spaced = Buffer.from(
    JSON.stringify({ typ: 'habeas-consent-receipt+jws', kid: own.jwk.kid, alg: 'PS256' }),
  );

  it.each([
    ['of another version', said({ v: 2 })],
    ['of a kind that is none', said({ kind: 'checkpoint' })],
    ['with a claim more', said({ more: 1 })],
    ['with another hash of its record', said({ sha256: 'ab'.repeat(32) })],
    ['whose header names another kind', headed({ typ: 'habeas-disclosure-receipt+jws' })],
    ['whose header has a member more', headed({ b64: true })],
    ['under a key that is not given', headed({ kid: 'another' })],
    ['with a salt of another length', statement({ statement: signed(`${head}.${claims}`, own, 20) })],
    [
      'whose header is not canonical',
      statement({ statement: signed(`${spaced.toString('base64url')}.${claims}`) }),
    ],
    ['with padding', statement({ statement: `${statement().statement}=` })],
    ['of two parts', statement({ statement: `${head}.${claims}` })],
    ['without its record', statement({ record: {} })],
    ['without its leaf', statement({ leaf: null })],
    ['at no instant', said({ at: 'yesterday' })],
    ['of no object', said({ id: '' })],
    ['with a leaf that is no hash', said({ leaf: 'a' })],
    ['with a member more', { ...statement(), more: 1 }],
  ])('%s', async (_, given) => {
    const text = JSON.stringify(given);
    const keys = keySetOf(ownKeys);
    expect([await verified(text, keys), heldByThePage(text, keys)]).toEqual([false, false]);
    const good = JSON.stringify(statement());
    expect([await verified(good, keys), heldByThePage(good, keys)]).toEqual([true, true]);
  });
});
