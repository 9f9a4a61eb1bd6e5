import { spawnSync } from 'node:child_process';
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentOf, lineOf } from '../../../cli/judging.ts';
import { verify } from '../../../cli/verify.ts';
import { type PublicJwk, publicJwk } from '../../../lambdas/crypto/jwks.ts';
import { recordHash, signingInput, withSignature } from '../../../lambdas/crypto/statement.ts';
import { finalAttestationRecord } from '../../../lambdas/domain/erasure/attestation.ts';
import type { StatementClaims } from '../../../lambdas/domain/evidence/statement.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const tenant = `tnt_${'1a'.repeat(16)}`;
let privateKey: KeyObject;
let jwk: PublicJwk;
let folder: string;

beforeAll(() => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 4096 });
  privateKey = pair.privateKey;
  jwk = publicJwk(pair.publicKey.export({ format: 'der', type: 'spki' }));
}, 60_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'habeas-verify-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const attestation = finalAttestationRecord({
  tenant,
  epoch: 2,
  first: { id: `att_${'2b'.repeat(16)}`, sha256: '3c'.repeat(32) },
  hadKey: true,
  checkedAt: '2026-09-01T10:00:00.000Z',
});

function signed(record: Record<string, unknown> = attestation, over: Partial<StatementClaims> = {}) {
  const input = signingInput(
    {
      v: 1,
      kind: 'erasure-attestation',
      id: `att_${'4d'.repeat(16)}`,
      at: '2026-09-01T10:00:00.000Z',
      leaf: '5e'.repeat(32),
      sha256: recordHash(record),
      ...over,
    },
    jwk.kid,
  );
  const signature = sign('sha256', Buffer.from(input, 'ascii'), {
    key: privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
  });
  return { statement: withSignature(input, signature), record, leaf: '5e'.repeat(32), proof: null };
}

const file = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const keys = () => file('jwks.json', { keys: [jwk] });

async function run(...words: string[]): Promise<{ status: number; lines: string[] }> {
  const lines: string[] = [];
  const status = await verify.run(words, (line) => lines.push(line));
  return { status, lines };
}

describe('habeas verify', () => {
  it.each([
    ['no file at all', () => join(folder, 'nothing.json'), 'cannot be read'],
    ['an empty file', () => file('empty.json', ''), 'not JSON'],
    ['a file that is no JSON', () => file('notes.txt', 'hello'), 'not JSON'],
    ['a file that is no text', () => file('photo.json', '\ud800'.repeat(3)), 'not JSON'],
    ['some other JSON', () => file('other.json', { hello: 1 }), 'not a statement of Habeas'],
    ['JSON written another way', () => file('spaced.json', '{"a":  1}'), 'something in it was changed'],
    ['a member given twice', () => file('twice.json', '{"a":1,"a":1}'), 'something in it was changed'],
    ['a statement with more in it', () => file('more.json', { ...signed(), more: 1 }), 'not a statement'],
  ])('calls %s invalid', async (_, path, why) => {
    const { status, lines } = await run(path(), '--jwks', keys());
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^INVALID .*${why}`))]);
  });

  it('calls an empty folder invalid: nothing was shown', async () => {
    mkdirSync(join(folder, 'bundle'));
    expect(await run(join(folder, 'bundle'))).toMatchObject({ status: 1 });
  });

  it('needs public keys, and says so', async () => {
    const { status, lines } = await run(file('a.json', signed()));
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/INVALID.*erasure attestation: no public keys to check with/);
  });

  it('does not take a key that has another name than its own', async () => {
    const forged = file('forged.json', { keys: [{ ...jwk, kid: 'trust-me' }] });
    await expect(run(file('a.json', signed()), '--jwks', forged)).rejects.toThrow(/does not have the name/);
    expect((await run(file('a.json', signed()), forged)).status).toBe(1);
  });

  it('says of a changed record that it is not the signed one, and repeats nothing of it', async () => {
    const changed = { ...signed(), record: { ...attestation, tenant: 'somebody-else' } };
    const { status, lines } = await run(file('changed.json', changed), '--jwks', keys());
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/^INVALID .*erasure attestation: the record is not the signed one$/);
  });

  it('exits 0 only if every file is valid', async () => {
    const good = file('good.json', signed());
    expect((await run(good, '--jwks', keys())).status).toBe(0);
    expect((await run(good, file('bad.json', '{}'), '--jwks', keys())).status).toBe(1);
  });

  it('tells in one line what a valid statement is and says', async () => {
    const { lines } = await run(file('good.json', signed()), '--jwks', keys());
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^valid {4}.*good\.json {2}erasure attestation att_(4d)+ of 2026-09-01T10:00:00\.000Z: tnt_(1a)+ is erased/,
    );
  });

  it('lets no statement write over the line that judges it', async () => {
    const record = { ...attestation, kms_key: 'gone\u001b[2K\rvalid' };
    const { lines } = await run(file('good.json', signed(record)), '--jwks', keys());
    expect(lines[0]).toContain('gone\\u{1b}[2K\\u{d}valid');
  });

  it('checks a whole folder with the keys that lie in it', async () => {
    mkdirSync(join(folder, 'statements'));
    file('statements/a.json', JSON.stringify(signed(), null, 2));
    file('statements/b.json', `${JSON.stringify(signed())}\n`);
    keys();
    const { status, lines } = await run(folder);
    expect(status).toBe(0);
    expect(lines).toHaveLength(3);
    expect(lines.find((line) => line.includes('public keys'))).toContain(jwk.kid);
  });

  it.each([undefined, 2])(
    'calls a file invalid in which any bit is flipped (indent %j)',
    async (indent) => {
      const bytes = Buffer.from(`${JSON.stringify(signed(), null, indent)}\n`);
      const judge = (altered: Uint8Array) =>
        lineOf(
          contentOf('a.json', () => altered),
          { keys: [jwk] },
        );
      expect((await judge(bytes)).valid).toBe(true);
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const altered = Uint8Array.from(bytes);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const { valid } = await judge(altered);
        if (valid) expect.unreachable(`bit ${bit} of ${bytes.length * 8} is not noticed`);
      }
    },
    120_000,
  );
});

describe('the command', () => {
  const habeas = (...words: string[]) =>
    spawnSync(process.execPath, [join(root, 'cli', 'habeas.ts'), ...words], {
      cwd: folder,
      encoding: 'utf8',
    });

  it('explains itself, and refuses what it does not know with status 2', () => {
    expect(habeas('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('habeas verify') });
    expect(habeas('verify', '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--jwks'),
    });
    expect(habeas()).toMatchObject({ status: 2 });
    expect(habeas('destroy')).toMatchObject({ status: 2 });
    expect(habeas('verify')).toMatchObject({ status: 2, stderr: expect.stringContaining('Which files?') });
    expect(habeas('verify', '--nope')).toMatchObject({ status: 2 });
    expect(habeas('operator', 'add', '--issuer', 'https://issuer.example')).toMatchObject({ status: 2 });
  });

  it('verifies without loading any AWS code, from files named relative to where it is called', () => {
    file('good.json', signed());
    keys();
    const watched = spawnSync(
      process.execPath,
      [
        '--import',
        `data:text/javascript,${encodeURIComponent(
          "import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) { if (name.includes('aws-sdk') || name.includes('stores') || name.includes('platform')) throw new Error('loaded ' + name); return next(name, context); } });",
        )}`,
        join(root, 'cli', 'habeas.ts'),
        'verify',
        'good.json',
        '--jwks',
        'jwks.json',
      ],
      { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH } },
    );
    expect(watched.stderr).toBe('');
    expect(watched).toMatchObject({ status: 0, stdout: expect.stringMatching(/^valid/) });
  });
});
