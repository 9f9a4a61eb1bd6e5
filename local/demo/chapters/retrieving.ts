import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { amount } from '../../../cli/amount.ts';
import type { BodyOf } from '../../../lambdas/api/operation.ts';
import type { RowNamed } from '../../../lambdas/api/typed-operations.ts';
import { run } from '../../process/child.ts';
import { root } from '../../process/instance.ts';
import type { Person } from '../people.ts';
import { OffScript, type Stage } from '../stage.ts';
import type { Practice } from './practice.ts';

type ExportKey = BodyOf<RowNamed<'export.ask'>>['key'];

/**
 * Two admins have everything exported, encrypted to a key that is made here; `habeas export` fetches, checks and
 * decrypts it, and every record in it is what was stored.
 */
export async function exportEverything(
  stage: Stage,
  { tenant }: Practice,
  folder: string,
  enrolled: readonly { readonly id: string; readonly person: Person }[],
): Promise<void> {
  const { path, files } = await askExport(stage, { tenant }, folder);
  const { parts } = await stage.until('the export', 120, async () => {
    const reply = await stage.call('admin', 'export.read', { path });
    return reply.ok && reply.body.state === 'done' ? reply.body : undefined;
  });
  stage.say(`it is done: ${amount(parts, 'part')}, which no key of Habeas opens`);
  rmSync(files.out, { recursive: true, force: true });
  await habeasExport(stage, path, files);
  compare(stage, join(files.out, 'lines'), enrolled);
}

/** One admin asks for an export to a key that is made here, another one confirms it. */
async function askExport(stage: Stage, { tenant }: Pick<Practice, 'tenant'>, folder: string) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'export-key.pem');
  const key = makeKey(file);
  stage.say('an RSA key of 4096 bits is made here; only its public half leaves');
  const asked = await stage.does('admin', 'export.ask', {
    path: { tenant },
    body: { scope: 'all', key },
    idempotencyKey: crypto.randomUUID(),
  });
  const path = { tenant, export: asked.id };
  const body = { scope: 'all', thumbprint: asked.thumbprint } as const;
  await stage.refuses('admin', 'export.confirm', { path, body }, 'separation-of-duties');
  await stage.refuses(
    'second-admin',
    'export.confirm',
    { path, body: { ...body, thumbprint: 'A'.repeat(43) } },
    'conflict',
  );
  await stage.does('second-admin', 'export.confirm', { path, body });
  const files = { key: file, out: join(folder, 'export'), jwks: await publicKeys(stage, folder) };
  return { path, files };
}

/** Makes the key pair of an export: the private half stays in the file. */
export function makeKey(file: string): ExportKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  const { n = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { kty: 'RSA', n, e: 'AQAB' };
}

/** Writes the deployment's public keys into a file. */
export async function publicKeys(stage: Stage, folder: string): Promise<string> {
  const keys = await stage.call(undefined, 'keys.read', {});
  if (!keys.ok) throw new OffScript(`keys.read: ${keys.status}`);
  const file = join(folder, 'jwks.json');
  writeFileSync(file, keys.body);
  return file;
}

async function habeasExport(
  stage: Stage,
  path: { readonly tenant: string; readonly export: string },
  files: { readonly key: string; readonly out: string; readonly jwks: string },
): Promise<void> {
  const { code, output } = await run(process.execPath, [
    join(root, 'cli', 'habeas.ts'),
    'export',
    ...['--url', stage.system.api, '--tenant', path.tenant, '--export', path.export],
    ...['--key', files.key, '--jwks', files.jwks, '--out', files.out],
    ...['--token', await stage.token('admin')],
  ]);
  stage.say('habeas export:');
  for (const line of output.trim().split('\n')) stage.say(`  ${line}`);
  if (code !== 0) throw new OffScript('habeas export found a fault');
}

/** Compares the records of everybody with what was stored, value by value. */
function compare(
  stage: Stage,
  folder: string,
  enrolled: readonly { readonly id: string; readonly person: Person }[],
): void {
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
  const records = lines.filter(({ kind }) => kind === 'record');
  const stored = enrolled.flatMap(({ id, person }) =>
    person.records.map((record) => ({ individual: id, ...record })),
  );
  const absent = stored.filter(
    (one) =>
      !records.some(({ individual, category, date, fields }) =>
        isDeepStrictEqual({ individual, category, date, fields }, one),
      ),
  );
  if (absent.length > 0 || records.length !== stored.length)
    throw new OffScript(`${records.length} of ${stored.length} records came, ${absent.length} not as stored`);
  stage.say(`all ${stored.length} records of ${enrolled.length} individuals are as they were stored`);
}
