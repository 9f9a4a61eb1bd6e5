import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { openTenant, type Practice, setUp } from '../../local/demo/chapters/practice.ts';
import { makeKey, publicKeys } from '../../local/demo/chapters/retrieving.ts';
import { Stage } from '../../local/demo/stage.ts';
import { accountAt } from '../../local/emulator/account.ts';
import { findStack, stackName } from '../../local/emulator/outputs.ts';
import { run } from '../../local/process/child.ts';
import { root } from '../../local/process/instance.ts';
import { localSystem } from '../../test/support/scenario/over-http.ts';
import { useSystem } from '../../test/support/system/in-process.ts';
import { type Figure, rounded } from './figure.ts';

const few = 1_000;
const many = 100_000;
/** MiB that the exporter's old objects may take here: an eighth of what the function has. More, and it dies. */
const heap = 128;
const recordsOfOne = 500;

/**
 * Exports 1,000 and 100,000 records, compares each, and measures time and memory of the function that makes parts, in a
 * heap that is as large for both.
 */
export async function measureExport(): Promise<Figure[]> {
  useSystem(localSystem());
  const small = await exported(few);
  const large = await exported(many);
  const what = `export of ${many.toLocaleString('en')} records`;
  return [
    { what: `${what}: written`, value: rounded(large.writing), unit: 's' },
    { what: `${what}: fetched, checked, decrypted`, value: rounded(large.fetching), unit: 's' },
    { what: `${what}: parts`, value: large.parts, unit: '' },
    { what: `${what}: records that differ from what was stored`, value: large.wrong, unit: '', target: 0 },
    ...[
      { of: what, measured: large },
      { of: `export of ${few.toLocaleString('en')} records`, measured: small },
    ].flatMap(({ of, measured }) => [
      { what: `${of}: memory that the exporter holds, at most`, value: rounded(measured.live), unit: 'MiB' },
      { what: `${of}: its whole process, at most`, value: rounded(measured.resident), unit: 'MiB' },
    ]),
  ];
}

/** An export of so many records, written by the exporter in a process of its own, and fetched by `habeas export`. */
async function exported(records: number) {
  const stage = new Stage(localSystem());
  const practice = await setUp(stage, await openTenant(stage));
  const { tenant } = practice;
  await store(stage, practice, records);
  await stage.does('operator', 'termination.set', { path: { tenant }, body: { reason: 'end-of-service' } });
  const folder = mkdtempSync(join(tmpdir(), 'habeas-bench-export-'));
  try {
    const key = join(folder, 'key.pem');
    const files = { key, out: join(folder, 'out'), jwks: await publicKeys(stage, folder) };
    const path = { tenant, export: await begun(tenant, makeKey(key)) };
    const written = await write(stage, path);
    const { parts } = await stage.does('admin', 'export.read', { path });
    const began = performance.now();
    const { code, output } = await run(process.execPath, [
      join(root, 'cli', 'habeas.ts'),
      'export',
      ...['--url', stage.system.api, '--tenant', tenant, '--export', path.export],
      ...['--key', files.key, '--jwks', files.jwks, '--out', files.out],
      ...['--token', await stage.token('admin')],
    ]);
    if (code !== 0) throw new Error(`habeas export: ${output}`);
    const fetching = (performance.now() - began) / 1000;
    const wrong = differing(join(files.out, 'lines'), records);
    const mebibytes = (bytes: number) => bytes / 2 ** 20;
    return {
      writing: written.seconds,
      live: mebibytes(written.live),
      resident: mebibytes(written.resident),
      fetching,
      parts,
      wrong,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Stores records as they are stored, sealed under each individual's own key, but without an entry for each. */
async function store(stage: Stage, { tenant }: Practice, records: number): Promise<void> {
  const { findIndividual } = await import('../../lambdas/stores/people/individuals.ts');
  const { readTenant } = await import('../../lambdas/stores/tenants/read-tenant.ts');
  const { recordSealer } = await import('../../lambdas/stores/keys/open-record.ts');
  const { shortCodeOf } = await import('../../lambdas/stores/keys/short-code.ts');
  const { recordContent, recordRow } = await import('../../lambdas/model/record-rows.ts');
  const { newIdBelow } = await import('../../lambdas/platform/runtime/random.ts');
  const { putRows } = await import('../../lambdas/platform/dynamodb/batches.ts');
  const kmsKey = (await readTenant(tenant))?.kmsKey ?? '';
  for (let first = 0; first < records; first += recordsOfOne) {
    const { id: individual } = await stage.does('provider', 'individual.create', {
      path: { tenant },
      body: { reference: `B-${first}`, language: 'de', contact: { email: `b${first}@example.org` } },
      idempotencyKey: crypto.randomUUID(),
    });
    const keyed = await findIndividual(tenant, individual, ['record']);
    if (!keyed) throw new Error('nobody was enrolled');
    const sealer = await recordSealer(kmsKey, keyed.keys);
    const rows = Array.from({ length: Math.min(recordsOfOne, records - first) }, (_, i) => {
      const id = newIdBelow('rec', individual);
      const key = recordRow.key(tenant, individual, shortCodeOf(individual, category), id);
      const sealed = recordContent.seal(sealer, { id, version: 1 }, contentOf(first + i));
      return { ...key, id, version: 1, sealed };
    });
    await putRows('vault', rows);
  }
}

const category = 'health.lab';
/** What the record of a number says. */
const contentOf = (n: number) => ({
  category,
  date: `2026-0${1 + (n % 9)}-1${n % 10}`,
  fields: { test: `Untersuchung ${n}`, loinc: '4548-4', value: n / 8, unit: '%', note: 'ü'.repeat(n % 300) },
});

/** An export that is confirmed, without its workflow: here another process makes the parts. */
async function begun(id: string, key: ReturnType<typeof makeKey>): Promise<string> {
  const { askExport, exportNamed, startExport } = await import('../../lambdas/stores/exports/exports.ts');
  const { readTenant } = await import('../../lambdas/stores/tenants/read-tenant.ts');
  const tenant = await readTenant(id);
  if (!tenant) throw new Error('there is no tenant');
  const { cursorSecret } = tenant;
  const nobody = '0'.repeat(64);
  const actor = {
    kind: 'member',
    principal: nobody,
    ref: nobody,
    roles: [],
    rights: [],
    cursorSecret,
  } as const;
  const act = { tenant, actor, at: new Date().toISOString() };
  const asked = await askExport(act, { scope: 'all', key }, () => []);
  await startExport(act, await exportNamed(id, asked.id));
  return asked.id;
}

/** Makes the parts in a process of its own, and has the deployed workflow sign the manifest. */
async function write(stage: Stage, path: { readonly tenant: string; readonly export: string }) {
  const account = accountAt(stage.system.emulator);
  const stack = await findStack(account, stackName);
  const bucket =
    stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'ExportsBucketName')?.OutputValue ?? '';
  const input = JSON.stringify({ task: 'export.write', v: 1, ...path, attempt: 1 });
  const { code, output } = await run(
    process.execPath,
    [
      '--expose-gc',
      `--max-old-space-size=${heap}`,
      join(root, 'test', 'support', 'system', 'export-worker.ts'),
      input,
    ],
    { env: { ...process.env, EXPORTS_BUCKET: bucket, POWERTOOLS_METRICS_DISABLED: 'true' } },
  );
  const last = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0) throw new Error(`the exporter failed: ${output}`);
  const { outcome, ...measured } = JSON.parse(last) as {
    outcome: string;
    seconds: number;
    live: number;
    resident: number;
  };
  if (outcome !== 'written') throw new Error(`the exporter answered ${outcome}`);
  const signing = { task: 'export.sign', v: 1, ...path, attempt: 1 };
  const signed = (await stage.invoke('workflow', signing)) as { readonly outcome: string };
  if (signed.outcome !== 'done') throw new Error(`the manifest was not signed: ${signed.outcome}`);
  return measured;
}

/** How many of so many records are not exactly once in the lines, as they were stored. */
function differing(folder: string, records: number): number {
  const seen = new Uint8Array(records);
  let wrong = 0;
  for (const name of readdirSync(folder))
    for (const text of readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')) {
      const line = JSON.parse(text) as Record<string, unknown>;
      if (line.kind !== 'record') continue;
      const { date, fields } = line;
      const n = Number(String((fields as { test: string }).test).split(' ')[1]);
      if (isDeepStrictEqual({ category: line.category, date, fields }, contentOf(n)) && seen[n] === 0)
        seen[n] = 1;
      else wrong++;
    }
  return wrong + seen.filter((count) => count === 0).length;
}
