/*
 * An individual of an ended tenant who is put under a legal hold, and what of the tenant stands in the tables. Import
 * it after `openAccount`: it loads what reads the environment.
 */
import { randomBytes } from 'node:crypto';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { bitsOf, shardOf, shards } from '../../../lambdas/domain/identifiers.ts';
import { type IndividualRow, individualRow } from '../../../lambdas/model/people-rows.ts';
import { partition, tables } from '../../../lambdas/model/tables.ts';
import { dynamo, queryAll, type Row, tableName } from '../../../lambdas/platform/dynamodb/reads.ts';
import { nextVersion } from '../../../lambdas/stores/commit/commit.ts';
import { putHold, readHold, releaseHold } from '../../../lambdas/stores/holds/holds.ts';
import { tenantOf } from '../../../lambdas/stores/tenants/tenants.ts';
import { tenantRow } from './ended-tenant.ts';

const actor = { kind: 'member', principal: 'a', ref: '0'.repeat(64), roles: ['admin'], rights: [] } as const;
const admin = { ...actor, cursorSecret: new Uint8Array(32) };

/** The individuals of a tenant. */
export async function people(tenant: string): Promise<IndividualRow[]> {
  const rows = await Promise.all(
    shards.map((shard) => queryAll({ table: 'vault', pk: partition.range(tenant, shard), prefix: 'I#' })),
  );
  return rows
    .flat()
    .filter((row) => individualRow.is(row) && row.canary !== true)
    .map((row) => individualRow.from(row));
}

/** Puts an individual under a legal hold, as the operation does; `until` is in a year if left out. */
export async function hold(
  tenant: string,
  individual: string,
  until = new Date(Date.now() + 365 * 86_400_000).toISOString(),
): Promise<void> {
  const before = await readHold(tenant, individual);
  const next = nextVersion(before?.version, undefined);
  const at = new Date().toISOString();
  const row = { id: individual, version: next.version, setAt: at, until, sealed: randomBytes(100) };
  await putHold(tenantOf(await tenantRow(tenant)), row, admin, at, next);
}

/** Releases it, as two admins do. */
export async function release(tenant: string, individual: string): Promise<void> {
  const found = await readHold(tenant, individual);
  if (!found) throw new Error('nobody is held');
  await releaseHold(tenantOf(await tenantRow(tenant)), found, admin, new Date().toISOString());
}

/** Every row whose partition names the tenant, by table and key. */
export async function everyRowOf(tenant: string): Promise<Map<string, Row>> {
  const found = await Promise.all(
    tables.map(async (table) => {
      const rows: [string, Row][] = [];
      const pages = paginateScan(
        { client: dynamo },
        {
          TableName: tableName(table),
          ConsistentRead: true,
          FilterExpression: 'contains(pk, :tenant)',
          ExpressionAttributeValues: { ':tenant': { S: tenant } },
        },
      );
      for await (const { Items = [] } of pages)
        for (const item of Items) {
          const row = unmarshall(item) as Row;
          rows.push([`${table} ${row.pk.replace(tenant, '')} ${row.sk}`, row]);
        }
      return rows;
    }),
  );
  return new Map(found.flat());
}

/**
 * What a row is that may stay while an individual is held, said otherwise than the purge says it; undefined for a row
 * that is to go.
 */
export function whyItStays(name: string, { id, referenceHash }: IndividualRow): string | undefined {
  const [table = '', place = '', sk = ''] = name.split(' ');
  if (table === 'evidence') return 'log and statements';
  if (place === 'T##t') return /^EXP/.test(sk) ? undefined : 'the tenant’s own range';
  if (sk.includes(bitsOf(id))) return 'theirs';
  if (sk === `REF#${referenceHash}`) return 'theirs';
  return place === `T##${shardOf(id)}` && /^(?:SHARD|FENCE)$/.test(sk) ? 'their shard’s' : undefined;
}
