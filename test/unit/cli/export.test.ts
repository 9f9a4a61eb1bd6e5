import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { exportCommand } from '../../../cli/export.ts';
import { contentHash } from '../../../lambdas/crypto/canonical.ts';
import { type ExportKey, exportThumbprint } from '../../../lambdas/crypto/export-key.ts';
import { encryptPart, hashOfPart } from '../../../lambdas/crypto/export-part.ts';
import { merkleRoot } from '../../../lambdas/crypto/merkle-root.ts';
import { signingInput } from '../../../lambdas/crypto/statement.ts';
import { manifestRecord } from '../../../lambdas/domain/exports/manifest.ts';
import { rsa4096 } from '../../support/key-pairs.ts';
import { signed, own as signing } from '../../support/signed-statements.ts';

const id = `exp_${'4c'.repeat(16)}`;
const tenant = `tnt_${'0f'.repeat(16)}`;
const texts = ['{"kind":"record","v":"ü"}\n{"kind":"record"}\n', '{"kind":"entry"}\n'];
const pair = rsa4096('export');
const { n = '' } = pair.publicKey.export({ format: 'jwk' });
const key: ExportKey = { kty: 'RSA', n, e: 'AQAB' };

let server: Server;
let folder: string;
let parts: { n: number; sha256: string; bytes: number; counts: object; jwe: string }[];
/** Changes what the server answers, as a faulty one would. */
let faulty: (answer: Record<string, unknown>) => unknown;
let fetched: string[];

beforeAll(async () => {
  const jwes = await Promise.all(texts.map((text, i) => encryptPart(key, { export: id, n: i + 1 }, text)));
  parts = jwes.map((jwe, i) => ({ n: i + 1, sha256: hashOfPart(jwe), bytes: jwe.length, counts: {}, jwe }));
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const [, what = ''] = /\/exports\/exp_[0-9a-f]+\/(.*)$/.exec(pathname) ?? [];
    fetched.push(what);
    const [, part] = /^parts\/(\d+)$/.exec(what) ?? [];
    const answer =
      what === 'manifest'
        ? manifest()
        : part === undefined
          ? { items: parts.map(({ jwe: _, ...rest }) => rest) }
          : { ...parts[Number(part) - 1] };
    if (request.headers.authorization !== 'Bearer good') {
      response.writeHead(401, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ type: 'urn:habeas:problem:unauthenticated', title: 'No', status: 401 }));
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(faulty(answer)));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
}, 60_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'habeas-export-'));
  writeFileSync(join(folder, 'key.pem'), pair.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify({ keys: [signing.jwk] }));
  faulty = (answer) => answer;
  fetched = [];
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function manifest(counts: Record<string, number> = { record: 2, entry: 1 }) {
  const record = manifestRecord({
    export: id,
    tenant,
    epoch: 2,
    scope: 'all',
    asOf: '2026-12-10T09:00:00.000Z',
    finished: '2026-12-10T09:30:00.000Z',
    thumbprint: exportThumbprint(key),
    parts: 2,
    bytes: 1,
    counts,
    root: merkleRoot(parts.map(({ sha256 }) => sha256)),
  });
  const claims = { v: 1, kind: 'export-manifest', id, at: '2026-12-10T09:30:00.000Z', leaf: null } as const;
  const input = signingInput({ ...claims, sha256: contentHash(record) }, signing.jwk.kid);
  return { statement: signed(input, signing), record, leaf: null, proof: null };
}

async function run(...more: string[]): Promise<{ status: number; said: string }> {
  const lines: string[] = [];
  const { port } = server.address() as AddressInfo;
  const at = (name: string) => join(folder, name);
  const status = await exportCommand.run(
    [
      ...['--url', `http://127.0.0.1:${port}`, '--tenant', tenant, '--export', id],
      ...['--key', at('key.pem'), '--jwks', at('jwks.json'), '--out', at('out')],
      ...(more.length > 0 ? more : ['--token', 'good']),
    ],
    (line) => lines.push(line),
  );
  return { status, said: lines.join('\n') };
}

it('fetches, checks, decrypts and counts, and fetches nothing twice', async () => {
  const first = await run();
  expect(first).toMatchObject({ status: 0, said: expect.stringContaining('complete: every check holds') });
  const lines = readdirSync(join(folder, 'out', 'lines')).map((name) =>
    readFileSync(join(folder, 'out', 'lines', name), 'utf8'),
  );
  expect(lines).toEqual(texts);
  writeFileSync(join(folder, 'out', 'parts', '000002.jwe'), 'half of it');
  fetched = [];
  expect((await run()).status).toBe(0);
  expect(fetched.filter((what) => /^parts\/\d/.test(what))).toEqual(['parts/2']);
});

it.each([
  [
    'a part that was changed',
    (answer: Record<string, unknown>) =>
      'jwe' in answer ? { ...answer, jwe: `${String(answer.jwe).slice(0, -2)}AA` } : answer,
    'another hash',
  ],
  [
    'parts in another order',
    (answer: Record<string, unknown>) =>
      'items' in answer ? { items: (answer.items as object[]).toReversed() } : answer,
    'not those that the manifest',
  ],
  [
    'a part too few',
    (answer: Record<string, unknown>) =>
      'items' in answer ? { items: (answer.items as object[]).slice(1) } : answer,
    '1 part, and the manifest has 2',
  ],
  [
    'other counts than were signed',
    (answer: Record<string, unknown>) => ('statement' in answer ? manifest({ record: 3 }) : answer),
    'not as many',
  ],
])('finds %s', async (_, fault, why) => {
  faulty = fault;
  const { status, said } = await run();
  expect(status).toBe(1);
  expect(said).toContain(why);
});

it('takes no manifest that is not signed, and no other key', async () => {
  faulty = (answer) =>
    'statement' in answer ? { ...answer, record: { ...(answer.record as object), parts: 1 } } : answer;
  await expect(run()).rejects.toThrow('not the signed one');
  faulty = (answer) => answer;
  const other = rsa4096('other').privateKey;
  writeFileSync(join(folder, 'key.pem'), other.export({ format: 'pem', type: 'pkcs8' }));
  await expect(run()).rejects.toThrow('another key');
}, 30_000);

it('asks the command for another token when one has ended', async () => {
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  const command = `if [ -s ${calls} ]; then echo good; else echo x > ${calls}; echo bad; fi`;
  expect((await run('--token-command', command)).status).toBe(0);
});

it('says which option is missing', async () => {
  await expect(exportCommand.run(['--url', 'http://x'], () => undefined)).rejects.toThrow('--token');
});
