/*
 * A tenant whose contract has ended, with rows of every kind the registry knows, for tests that purge it. What a
 * scenario's operations leave behind lacks some of these kinds; these rows are made by the kinds' own makers. Import it
 * after `openAccount`: it loads what reads the environment.
 */
import { randomBytes } from 'node:crypto';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Counts, countsOf } from '../../../lambdas/domain/counts.ts';
import { listed } from '../../../lambdas/model/row.ts';
import { type Table, tables } from '../../../lambdas/model/tables.ts';
import { type TenantRow, tenantList, tenantRow as tenants } from '../../../lambdas/model/tenant-rows.ts';
import { provision } from '../../../lambdas/operations/keys/provision.ts';
import { putRows } from '../../../lambdas/platform/dynamodb/batches.ts';
import type { Key } from '../../../lambdas/platform/dynamodb/key.ts';
import { dynamo, type Row, read, tableName } from '../../../lambdas/platform/dynamodb/reads.ts';
import type { Write } from '../../../lambdas/platform/dynamodb/transaction.ts';
import { newId } from '../../../lambdas/platform/runtime/random.ts';
import { newIndividualKeys } from '../../../lambdas/stores/keys/make-individual-keys.ts';
import { freeLease } from '../../../lambdas/stores/retention/lease.ts';
import { endContract } from '../../../lambdas/stores/tenants/contract-end.ts';
import { tenantOf } from '../../../lambdas/stores/tenants/tenants.ts';
import { individualHoldings, tenantHoldings } from './holdings.ts';

const hour = 60 * 60 * 1000;

/** Puts a tenant that waits for its keys. */
export async function newTenant(over: Partial<TenantRow> = {}): Promise<string> {
  const [id = ''] = await newTenants([over]);
  return id;
}

/** The same for many, each with its lease. */
export async function newTenants(all: readonly Partial<TenantRow>[]): Promise<string[]> {
  const rows = all.map(waitingTenant);
  await putAll(
    rows.flatMap((row) => [tenants.put([row.id], row), freeLease(row, { attempt: 0, until: row.createdAt })]),
  );
  return rows.map(({ id }) => id);
}

function waitingTenant(over: Partial<TenantRow>): TenantRow {
  const id = newId('tnt');
  const at = new Date().toISOString();
  return {
    id,
    name: 'Praxis Nord',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    languages: ['de', 'en'],
    helpPhone: '+49 461 5550100',
    createdAt: at,
    version: 1,
    state: 'provisioning',
    epoch: 1,
    cursorSecret: randomBytes(32),
    ...listed(tenantList, at, id),
    ...over,
  };
}

/** A tenant that is open and holds something of every kind, with as many individuals and records as asked for. */
export async function openTenant(individuals = 3, records = 2): Promise<string> {
  const id = await newTenant();
  await provision(id);
  await putAll([
    ...tenantHoldings(id),
    ...Array.from({ length: individuals }, () => individualHoldings(id, records)).flat(),
  ]);
  return id;
}

/** Puts one more individual with something of every kind, of which nothing but the keys works; gives their id. */
export async function newIndividual(tenant: string, records = 1): Promise<string> {
  const id = newId('ind');
  const { kmsKey = '' } = tenantOf(await tenantRow(tenant));
  const { writes } = await newIndividualKeys(tenant, kmsKey, id);
  await putAll(individualHoldings(tenant, records, id));
  await putAll(writes);
  return id;
}

/** The same, after the end of its contract. The window is that of RETENTION_WINDOW. */
export async function endedTenant(individuals = 3, records = 2, endedAgo = hour): Promise<string> {
  const id = await openTenant(individuals, records);
  await end(id, endedAgo);
  return id;
}

/** Ends a tenant's contract, some milliseconds ago. */
export async function end(id: string, endedAgo = hour): Promise<void> {
  const at = new Date().toISOString();
  const endedAt = new Date(Date.now() - endedAgo).toISOString();
  await endContract(tenantOf(await tenantRow(id)), { endedAt, at, actorRef: 'system' });
}

/** Puts rows as they are, without the rules of a commit: some kinds are written in other states of a tenant. */
async function putAll(writes: readonly Write[]): Promise<void> {
  for (const table of tables)
    await putRows(
      table,
      writes.flatMap((write) => ('put' in write && write.table === table ? [write.put] : [])),
    );
}

export async function tenantRow(id: string): Promise<Row> {
  const [row] = await read([tenants.at(id)]);
  if (!row) throw new Error('no such tenant');
  return row;
}

/** Everything that stands in the tables under a tenant's name, wherever it lies, as `table sk`, and how often. */
export async function remainsOf(tenant: string): Promise<Counts> {
  const rows = await Promise.all(
    (['vault', 'keys', 'evidence'] as const).map(async (table) =>
      (await scanned(table, tenant)).map((row) => `${table} ${shortened(row)}`),
    ),
  );
  return countsOf(rows.flat());
}

/** The same of what names an individual of it by their id, or lies under one of these hashes. */
export async function remainsOfIndividual(tenant: string, ...marks: readonly string[]): Promise<Counts> {
  const rows = await Promise.all(
    (['vault', 'keys', 'evidence'] as const).map(async (table) =>
      (await scanned(table, tenant))
        .filter(({ sk }) => marks.some((mark) => sk.includes(mark)))
        .map((row) => `${table} ${shortened(row)}`),
    ),
  );
  return countsOf(rows.flat());
}

/** Keys of a table's rows whose partition names the tenant. */
async function scanned(table: Table, tenant: string): Promise<Key[]> {
  const keys: Key[] = [];
  const pages = paginateScan(
    { client: dynamo },
    {
      TableName: tableName(table),
      ConsistentRead: true,
      ProjectionExpression: 'pk, sk',
      FilterExpression: 'contains(pk, :tenant)',
      ExpressionAttributeValues: { ':tenant': { S: tenant } },
    },
  );
  for await (const { Items = [] } of pages) keys.push(...Items.map((item) => unmarshall(item) as Key));
  return keys;
}

const shortened = ({ sk }: Key) => sk.replace(/[0-9a-f]{32,64}/g, '…');
