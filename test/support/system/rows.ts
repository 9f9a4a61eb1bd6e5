import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AuditEntry } from '../../../lambdas/domain/evidence/audit.ts';
import { shards } from '../../../lambdas/domain/identifiers.ts';
import { partition, type Table, tenantRange } from '../../../lambdas/model/tables.ts';
import type { Stage } from '../../../local/demo/stage.ts';
import { dynamoDb } from '../../../local/emulator/account.ts';

/** A row as DynamoDB holds it. */
export type RawRow = Readonly<Record<string, AttributeValue>>;

/** The rows of a tenant in one table, read consistently from all their partitions. */
export async function rowsOf(stage: Stage, table: Table, tenant: string): Promise<RawRow[]> {
  const client = dynamoDb(stage.account);
  const partitions =
    table === 'evidence'
      ? [...shards.map((shard) => partition.log(tenant, shard)), partition.statements(tenant)]
      : [...shards, tenantRange].map((range) => partition.range(tenant, range));
  const rows = await Promise.all(partitions.map((pk) => rowsIn(client, stage.system.tables[table], pk)));
  return rows.flat();
}

async function rowsIn(client: DynamoDBClient, name: string, pk: string): Promise<RawRow[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: name,
      ConsistentRead: true,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': 'pk' },
      ExpressionAttributeValues: { ':pk': { S: pk } },
    },
  );
  return gathered(pages);
}

async function gathered(pages: AsyncIterable<Pick<QueryCommandOutput, 'Items'>>): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const page of pages) rows.push(...(page.Items ?? []));
  return rows;
}

/** A row's content, by its key: two of these are equal when nothing has changed. */
export function contents(rows: readonly RawRow[]): ReadonlyMap<string, Record<string, unknown>> {
  return new Map(
    rows.map((row) => {
      const { pk, sk, ...content } = unmarshall(row);
      return [`${pk} ${sk}`, content];
    }),
  );
}

/** What Vault holds of a tenant, once no mail is on its way any more. */
export function restingVault(stage: Stage, tenant: string) {
  return stage.until('the last mail of the tenant', 60, async () => {
    const rows = contents(await rowsOf(stage, 'vault', tenant));
    // A reminder that is due in days is on no way yet.
    const now = new Date().toISOString();
    const underWay = [...rows].some(
      ([key, { dueAt }]) => /[# ]M(?:AIL)?#mal_/.test(key) && !(String(dueAt) > now),
    );
    return underWay ? undefined : rows;
  });
}

/** The audit log of a tenant, oldest first. */
export async function auditLog(stage: Stage, tenant: string): Promise<(AuditEntry & { id: string })[]> {
  const rows = (await rowsOf(stage, 'evidence', tenant)).map((row) => unmarshall(row));
  return rows
    .filter(({ sk }) => String(sk).startsWith('E#ent_'))
    .map(({ id, body }) => ({ id, ...body }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
