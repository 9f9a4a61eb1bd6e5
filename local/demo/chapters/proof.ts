import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { SignedStatement } from '../../../lambdas/domain/evidence/statement.ts';
import { kindNameOf } from '../../../lambdas/model/registry.ts';
import { partition, type Table } from '../../../lambdas/model/tables.ts';
import { dynamoDb } from '../../emulator/account.ts';
import { run } from '../../process/child.ts';
import { root } from '../../process/instance.ts';
import type { Person } from '../people.ts';
import { OffScript, type Stage } from '../stage.ts';
import { secretsOf } from './reading.ts';

/** Kinds of rows that a purged tenant may still have: some until the second attestation, some for good. */
const mayStay: Readonly<Record<Table, readonly string[]>> = {
  vault: ['tenant', 'lease'],
  keys: ['envelope'],
  evidence: ['entry', 'leaf', 'schedule', 'attestation-of', 'erased', 'attestation', 'ledger'],
};

/** Reads every row of the three tables: of the tenant only rows of these kinds are left, and no individual's value. */
export async function lookIntoTables(
  stage: Stage,
  tenant: string,
  persons: readonly Person[],
): Promise<void> {
  const client = dynamoDb(stage.account);
  const secrets = persons.flatMap(secretsOf);
  for (const table of ['vault', 'keys', 'evidence'] as const) {
    const rows = await scan(client, stage.system.tables[table]);
    // The deployment's idempotency row has the tenant's id for a day, to answer a repeated call.
    const own = rows.filter((row) => row.pk !== partition.deployment && JSON.stringify(row).includes(tenant));
    const kinds = own.map(
      (row) => kindNameOf(table, { pk: String(row.pk), sk: String(row.sk) }) ?? 'rows of no known kind',
    );
    const residue = kinds.filter((kind) => !mayStay[table].includes(kind));
    if (residue.length > 0) throw new OffScript(`left in ${table}: ${[...new Set(residue)].join(', ')}`);
    const texts = JSON.stringify(own);
    if (secrets.some((secret) => texts.includes(secret))) throw new OffScript(`${table} holds a value`);
    const counts = [...new Set(kinds)].map((kind) => `${kinds.filter((one) => one === kind).length} ${kind}`);
    stage.say(`${table}: ${counts.length === 0 ? 'nothing' : counts.join(', ')}`);
  }
}

async function scan(client: DynamoDBClient, name: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }),
    );
    rows.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start);
  return rows;
}

/** Runs `habeas verify` on the files alone: they are valid unchanged, and invalid with one byte changed. */
export async function verifyOffline(
  stage: Stage,
  folder: string,
  statements: Readonly<Record<string, SignedStatement>>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const keys = await stage.call(undefined, 'keys.read', {});
  if (!keys.ok) throw new OffScript(`keys.read: ${keys.status}`);
  const jwks = join(folder, 'jwks.json');
  writeFileSync(jwks, keys.body);
  const files = Object.entries(statements).map(([name, statement]) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, `${JSON.stringify(statement, undefined, 2)}\n`);
    return file;
  });
  const valid = await verify(files, jwks);
  for (const line of valid.output.trim().split('\n')) stage.say(line.replaceAll(`${folder}/`, ''));
  if (valid.code !== 0) throw new OffScript('habeas verify refused a true statement');
  for (const file of files) {
    const changed = file.replace(/\.json$/, '-changed.json');
    writeFileSync(changed, withOneByteChanged(readFileSync(file, 'utf8')));
    const invalid = await verify([changed], jwks);
    stage.say(invalid.output.trim().replaceAll(`${folder}/`, ''));
    if (invalid.code === 0) throw new OffScript('habeas verify accepted a changed statement');
  }
}

function verify(files: readonly string[], jwks: string) {
  return run(process.execPath, [join(root, 'cli', 'habeas.ts'), 'verify', ...files, '--jwks', jwks]);
}

/** The text with the last digit of the first year in it raised by one. */
function withOneByteChanged(text: string): string {
  const changed = text.replace(
    /"(20\d)(\d)-/,
    (_, decade: string, year: string) => `"${decade}${(Number(year) + 1) % 10}-`,
  );
  if (changed === text) throw new OffScript('found nothing to change');
  return changed;
}
