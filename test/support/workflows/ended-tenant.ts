/*
 * A tenant whose contract has ended, with rows of every kind the registry knows, for tests that purge it. Unlike a
 * scenario's its rows are written by hand: a purge counts and deletes them and opens none, and some of these kinds no
 * operation leaves behind on its own. Import it after `openAccount`: it loads what reads the environment.
 */
import { randomBytes } from 'node:crypto';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Counts, countsOf } from '../../../lambdas/domain/erasure/counts.ts';
import {
  categoryRow,
  categoryVersionRow,
  noticeRow,
  noticeVersionRow,
  organisationRow,
  organisationVersionRow,
} from '../../../lambdas/model/catalogue-rows.ts';
import { consentList, consentRow, usesRow } from '../../../lambdas/model/consent-rows.ts';
import { disclosureRow } from '../../../lambdas/model/disclosure-rows.ts';
import { idempotencyRow } from '../../../lambdas/model/idempotency-rows.ts';
import { auditSecretRow, dataKeyRow } from '../../../lambdas/model/key-rows.ts';
import { memberRow } from '../../../lambdas/model/member-rows.ts';
import { dueMailList, duePlace, mailRow } from '../../../lambdas/model/outbox-rows.ts';
import { addressRow, individualRow, limitsRow, referenceRow } from '../../../lambdas/model/people-rows.ts';
import { recordPlaceRow, recordRow } from '../../../lambdas/model/record-rows.ts';
import { askingRow, requestList, requestRow } from '../../../lambdas/model/request-rows.ts';
import { individualUses, listed } from '../../../lambdas/model/row.ts';
import { linkRow, sessionRow } from '../../../lambdas/model/session-rows.ts';
import { receiptRow } from '../../../lambdas/model/statement-rows.ts';
import type { Table } from '../../../lambdas/model/tables.ts';
import { tenantList, tenantRow as tenants } from '../../../lambdas/model/tenant-rows.ts';
import { provision } from '../../../lambdas/operations/keys/provision.ts';
import { putRows } from '../../../lambdas/platform/dynamodb/batches.ts';
import type { Key } from '../../../lambdas/platform/dynamodb/key.ts';
import { dynamo, type Row, read, tableName } from '../../../lambdas/platform/dynamodb/reads.ts';
import { newId, newIdBelow } from '../../../lambdas/platform/runtime/random.ts';
import { freeLease } from '../../../lambdas/stores/retention/lease.ts';
import { endContract } from '../../../lambdas/stores/tenants/contract-end.ts';
import { tenantOf } from '../../../lambdas/stores/tenants/tenants.ts';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const hour = 60 * 60 * 1000;

/** Puts a tenant that waits for its keys. */
export async function newTenant(over: Record<string, unknown> = {}): Promise<string> {
  const [id = ''] = await newTenants([over]);
  return id;
}

/** The same for many, each with its lease. */
export async function newTenants(all: readonly Record<string, unknown>[]): Promise<string[]> {
  const rows = all.map(waitingRow);
  const leases = rows
    .map(tenantOf)
    .map((tenant) => freeLease(tenant, { attempt: 0, until: tenant.createdAt }));
  await putRows('vault', [...rows, ...leases.flatMap((write) => ('put' in write ? [write.put] : []))]);
  return rows.map(({ id }) => id);
}

function waitingRow(over: Record<string, unknown>) {
  const id = newId('tnt');
  const at = new Date().toISOString();
  return {
    ...tenants.key(id),
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
  const people = Array.from({ length: individuals }, () => individualRows(id, records));
  await putRows('vault', [...tenantRows(id), ...people.flatMap(({ vault }) => vault)]);
  await putRows(
    'keys',
    people.flatMap(({ keys }) => keys),
  );
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

export async function tenantRow(id: string): Promise<Row> {
  const [row] = await read([tenants.at(id)]);
  if (!row) throw new Error('no such tenant');
  return row;
}

const sealed = () => randomBytes(200);

function tenantRows(tenant: string): Row[] {
  const notice = newId('ntc');
  const mail = newId('mal');
  const at = new Date().toISOString();
  return [
    { ...memberRow.key(tenant, hex(32)), roles: ['admin'], ref: hex(32), sealed: sealed() },
    { ...organisationRow.key(tenant, 'labor-sued'), id: 'labor-sued', version: 1 },
    { ...organisationVersionRow.key(tenant, 'labor-sued', 1), id: 'labor-sued', version: 1 },
    { ...categoryRow.key(tenant, 'health.lab'), id: 'health.lab', version: 1 },
    { ...categoryVersionRow.key(tenant, 'health.lab', 1), id: 'health.lab', version: 1 },
    { ...noticeRow.key(tenant, notice), id: notice, version: 1 },
    { ...noticeVersionRow.key(tenant, notice, 1), id: notice, version: 1 },
    // One that has expired already, and one that has not.
    { ...idempotencyRow.key({ tenant, range: 'tenant' }, hex(32)), expiresAt: 1_700_000_000 },
    { ...idempotencyRow.key({ tenant, range: 'shard' }, hex(32)), expiresAt: 4_000_000_000 },
    {
      ...mailRow.key(tenant, undefined, mail),
      id: mail,
      listPk: dueMailList,
      listSk: duePlace(tenant, at, mail),
    },
  ];
}

function individualRows(tenant: string, records: number): { vault: Row[]; keys: Row[] } {
  const id = newId('ind');
  const at = new Date().toISOString();
  const request = newIdBelow('crq', id);
  const consent = newIdBelow('cns', id);
  const granted = consentRow.key(tenant, id, hex(8), consent);
  const mail = newId('mal');
  const address = hex(32);
  return {
    vault: [
      { ...individualRow.key(tenant, id), id, state: 'active', gate: 1, version: 1, sealed: sealed() },
      { ...referenceRow.key(tenant, hex(32)), individual: id },
      { ...addressRow.key(tenant, address, id), individual: id },
      ...Array.from({ length: records }, () => ({
        ...recordRow.key(tenant, id, hex(8), newIdBelow('rec', id)),
        version: 1,
        sealed: sealed(),
      })),
      { ...recordPlaceRow.key(tenant, id, newIdBelow('rec', id)), category16: hex(8) },
      {
        ...requestRow.key(tenant, id, request),
        id: request,
        ...listed(requestList(tenant), at, request),
      },
      {
        ...granted,
        id: consent,
        ...listed(consentList(tenant), at, consent),
      },
      { ...usesRow.key(granted), used: 1 },
      { ...disclosureRow.key(tenant, id, newIdBelow('dsc', id)), at },
      { ...linkRow.key(tenant, id, hex(32)), expiresAt: 4_000_000_000 },
      { ...sessionRow.key(tenant, id, hex(32)), expiresAt: 4_000_000_000 },
      {
        ...mailRow.key(tenant, id, mail),
        id: mail,
        listPk: dueMailList,
        listSk: duePlace(tenant, at, mail),
      },
      { ...idempotencyRow.key({ tenant, individual: id }, hex(32)), expiresAt: 4_000_000_000 },
      { ...limitsRow.key(tenant, id), version: 1 },
      { ...askingRow.key(tenant, id, 'labor-sued', hex(8)), version: 1 },
      { ...receiptRow.key(tenant, id, consent, 2), version: 2 },
    ],
    keys: [
      { ...auditSecretRow.key(tenant, id), ref: hex(32) },
      ...individualUses.map((use) => ({
        ...dataKeyRow.key(tenant, id, use),
        wrapped: sealed(),
      })),
    ],
  };
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
