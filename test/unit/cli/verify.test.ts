import { spawnSync } from 'node:child_process';
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { verdictOn } from '../../../cli/judging.ts';
import { verify } from '../../../cli/verify.ts';
import { contentHash } from '../../../lambdas/crypto/canonical.ts';
import { type PublicJwk, publicJwk, rsaThumbprint } from '../../../lambdas/crypto/jwks.ts';
import { signingInput, withSignature } from '../../../lambdas/crypto/statement.ts';
import { finalAttestationRecord } from '../../../lambdas/domain/erasure/attestation.ts';
import type { StatementClaims } from '../../../lambdas/domain/evidence/statement.ts';
import { rsa4096 } from '../../support/key-pairs.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const tenant = `tnt_${'1a'.repeat(16)}`;
let privateKey: KeyObject;
let jwk: PublicJwk;
let folder: string;

beforeAll(() => {
  const pair = rsa4096('signing');
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
  supplements: [],
  hadKey: true,
  checkedAt: '2026-09-01T10:00:00.000Z',
});

function signed(
  record: Record<string, unknown> = attestation,
  over: Partial<StatementClaims> = {},
  by = { privateKey, kid: jwk.kid },
) {
  const input = signingInput(
    {
      v: 1,
      kind: 'erasure-attestation',
      id: `att_${'4d'.repeat(16)}`,
      at: '2026-09-01T10:00:00.000Z',
      leaf: '5e'.repeat(32),
      sha256: contentHash(record),
      ...over,
    },
    by.kid,
  );
  const signature = sign('sha256', Buffer.from(input, 'ascii'), {
    key: by.privateKey,
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
const sparse = () => {
  const path = file('sparse.json', '');
  truncateSync(path, 20 * 1024 ** 3);
  return path;
};
const pipe = () => {
  const path = join(folder, 'pipe.json');
  expect(spawnSync('sh', ['-c', 'mkfifo "$0"', path]).status).toBe(0);
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
    ['JSON written another way', () => file('spaced.json', '{"a":  1}'), 'not written as Habeas writes it'],
    ['a member given twice', () => file('twice.json', '{"a":1,"a":1}'), 'a member given twice'],
    ['Windows line ends', () => file('crlf.json', '{\r\n  "a": 1\r\n}'), 'line ends are those of Windows'],
    ['a byte order mark', () => file('bom.json', '\ufeff{}'), 'byte order mark'],
    ['a list', () => file('list.json', '[]'), 'not a statement of Habeas'],
    ['nesting without end', () => file('deep.json', '['.repeat(200_000)), 'nested more deeply'],
    ['nesting that closes', () => file('nested.json', '['.repeat(5000) + ']'.repeat(5000)), 'nested more'],
    ['twenty gigabytes', sparse, 'too large'],
    ['a pipe', pipe, 'not a file'],
    ['a device', () => '/dev/zero', 'not a file'],
    ['a key set of nothing', () => file('none.json', { keys: [] }), 'without a key'],
    ['a statement with more in it', () => file('more.json', { ...signed(), more: 1 }), 'not a statement'],
  ])('calls %s invalid', async (_, path, why) => {
    const { status, lines } = await run(path(), '--jwks', keys());
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^INVALID .*${why}`))]);
  });

  it.each([
    ['an empty folder', () => undefined],
    [
      'a folder of nothing but keys',
      () => writeFileSync(join(folder, 'bundle', 'jwks.json'), JSON.stringify({ keys: [jwk] })),
    ],
    ['a folder of nothing but notes', () => writeFileSync(join(folder, 'bundle', 'README.md'), '# Evidence')],
  ])('calls %s invalid: nothing was shown', async (_, fill) => {
    mkdirSync(join(folder, 'bundle'));
    fill();
    const { status, lines } = await run(join(folder, 'bundle'), '--jwks', keys());
    expect(status).toBe(1);
    expect(lines.at(-1)).toContain('nothing to verify');
  });

  it('needs public keys, and says so', async () => {
    const { status, lines } = await run(file('a.json', signed()));
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/INVALID.*erasure attestation: no public keys to check with/);
  });

  it('does not take a key that has another name than its own', async () => {
    const forged = file('forged.json', { keys: [{ ...jwk, kid: 'trust-me' }] });
    const { status, lines } = await run(file('a.json', signed()), '--jwks', forged);
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^INVALID .*does not have the name/)]);
  });

  it('passes over keys of other kinds and members it does not know, as RFC 7517 asks', async () => {
    const later = file('later.json', {
      keys: [
        { kty: 'EC', crv: 'P-256', kid: 'other' },
        { ...jwk, key_ops: ['verify'], x5c: [] },
      ],
      issuer: 'later',
    });
    expect((await run(file('a.json', signed()), '--jwks', later)).status).toBe(0);
  });

  it('never uses keys that lie beside statements: whoever forged those put them there', async () => {
    mkdirSync(join(folder, 'evidence'));
    file('evidence/forged.json', signed());
    file('evidence/jwks.json', { keys: [jwk] });
    const alone = await run(join(folder, 'evidence'));
    expect(alone.status).toBe(1);
    expect(alone.lines).toEqual([
      expect.stringMatching(/^INVALID .*forged\.json .*no public keys to check with/),
      expect.stringMatching(/^ignored .*jwks\.json .*public keys, not used: /),
    ]);
    const another = rsa4096('other').publicKey;
    const trusted = file('trusted.json', {
      keys: [publicJwk(another.export({ format: 'der', type: 'spki' }))],
    });
    expect((await run(join(folder, 'evidence'), '--jwks', trusted)).status).toBe(1);
  }, 30_000);

  it('does not take a modulus of fewer bits for one of 4096 because zeros stand before it', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n = '' } = weak.publicKey.export({ format: 'jwk' });
    const padded = Buffer.concat([Buffer.alloc(256), Buffer.from(n, 'base64url')]).toString('base64url');
    const key = { ...jwk, n: padded, kid: rsaThumbprint(padded, 'AQAB') };
    const { status, lines } = await run(
      file('a.json', signed(attestation, {}, { privateKey: weak.privateKey, kid: key.kid })),
      '--jwks',
      file('padded.json', { keys: [key] }),
    );
    expect(status).toBe(1);
    expect(lines[0]).toContain('not one for PS256 with 4096 bits');
  });

  it('says of a statement whose record is of another kind that it is', async () => {
    const record = { ...attestation, format: 'habeas consent record 1' };
    const { lines } = await run(file('other.json', signed(record)), '--jwks', keys());
    expect(lines[0]).toContain('the record is of another kind');
  });

  it('ignores what an operating system leaves in a folder, and what is no JSON, and still exits 0', async () => {
    mkdirSync(join(folder, 'bundle', '__MACOSX'), { recursive: true });
    file('bundle/a.json', signed());
    for (const name of ['.DS_Store', '__MACOSX/._a.json', 'README.md']) file(`bundle/${name}`, 'x');
    const { status, lines } = await run(join(folder, 'bundle'), '--jwks', keys());
    expect(status).toBe(0);
    expect(lines.filter((line) => line.startsWith('ignored'))).toHaveLength(3);
  });

  it('follows no link to a folder: links to where they lie would never end', async () => {
    mkdirSync(join(folder, 'bundle'));
    file('bundle/a.json', signed());
    for (const name of ['one', 'two']) symlinkSync('.', join(folder, 'bundle', name));
    const { status, lines } = await run(join(folder, 'bundle'), '--jwks', keys());
    expect(status).toBe(0);
    expect(lines).toHaveLength(3);
  });

  it('reads a file whose name is not UTF-8', async () => {
    mkdirSync(join(folder, 'bundle'));
    const name = Buffer.concat([
      Buffer.from(join(folder, 'bundle', 'pr')),
      Buffer.from([0xfc]),
      Buffer.from('f.json'),
    ]);
    writeFileSync(name, JSON.stringify(signed()));
    expect((await run(join(folder, 'bundle'), '--jwks', keys())).status).toBe(0);
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

  it('checks a whole folder', async () => {
    mkdirSync(join(folder, 'statements'));
    file('statements/a.json', JSON.stringify(signed(), null, 2));
    file('statements/b.json', `${JSON.stringify(signed())}\n`);
    const { status, lines } = await run(folder, '--jwks', keys());
    expect(status).toBe(0);
    expect(lines).toHaveLength(3);
    expect(lines.find((line) => line.includes('those given by --jwks'))).toContain(jwk.kid);
  });

  it.each([
    ['a file as the API answers it', undefined, () => true],
    // What is no white space is as in the other file.
    ['the white space of an indented file', 2, (byte: number) => byte === 0x20 || byte === 0x0a],
  ] as const)(
    'calls invalid %s with any one bit turned over',
    async (_, indent, looked) => {
      const bytes = Buffer.from(`${JSON.stringify(signed(), null, indent)}\n`);
      const judge = (altered: Uint8Array) => verdictOn(() => altered, { keys: [jwk] });
      expect((await judge(bytes)).verdict).toBe('valid');
      const reasons = new Set<string>();
      const { stackTraceLimit } = Error;
      onTestFinished(() => {
        Error.stackTraceLimit = stackTraceLimit;
      });
      Error.stackTraceLimit = 0; // half of the time of a failure is its stack
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        if (!looked(bytes[bit >> 3] ?? 0)) continue;
        const altered = Uint8Array.from(bytes);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const { verdict, why } = await judge(altered);
        if (verdict === 'valid') expect.unreachable(`bit ${bit} of ${bytes.length * 8} is not noticed`);
        reasons.add(why);
      }
      expect([...reasons].filter((why) => /not JSON/.test(why))).not.toEqual([]);
      if (indent === undefined)
        for (const why of [/not a statement of Habeas/, /the signature does not match/, /not the signed one/])
          expect([...reasons].filter((one) => why.test(one))).not.toEqual([]);
    },
    120_000,
  );
});

describe('the command', () => {
  /** What the command does in this process with such words. */
  async function habeas(...words: string[]) {
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      vi.spyOn(process[stream], 'write').mockImplementation((text) => {
        said[stream] += text;
        return true;
      });
    vi.spyOn(process.stdout, 'on').mockReturnThis();
    const { argv, exitCode } = process;
    process.argv = [...argv.slice(0, 2), ...words];
    try {
      vi.resetModules();
      await import('../../../cli/habeas.ts');
      return { status: process.exitCode, ...said };
    } finally {
      Object.assign(process, { argv, exitCode });
      vi.restoreAllMocks();
    }
  }

  it('explains itself, and refuses what it does not know with status 2', async () => {
    expect(await habeas('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('habeas verify'),
    });
    expect(await habeas('verify', '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--jwks'),
    });
    expect(await habeas()).toMatchObject({ status: 2 });
    expect(await habeas('destroy')).toMatchObject({ status: 2 });
    expect(await habeas('verify')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Which files?'),
    });
    expect(await habeas('verify', '--nope')).toMatchObject({ status: 2 });
    expect(await habeas('verify', '--jwks')).toMatchObject({ status: 2 });
    const issuer = ['--issuer', 'https://issuer.example'];
    expect(await habeas('operator', 'add', ...issuer)).toMatchObject({ status: 2 });
  });

  it('stops quietly when nobody reads its lines any more', () => {
    mkdirSync(join(folder, 'many'));
    for (let i = 0; i < 200; i++) file(`many/${i}.json`, '{}');
    const piped = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${join(root, 'cli', 'habeas.ts')}" verify many | head -n 1`],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(piped.stderr).toBe('');
    expect(piped.stdout.trim().split('\n')).toHaveLength(1);
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
