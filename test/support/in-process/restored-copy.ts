import process from 'node:process';
import { DeleteTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import type { Key } from '../../../lambdas/platform/dynamodb/key.ts';
import { table } from './local-aws.ts';

export const copyName = 'Restored-test-copy';
export const drillName = 'Restored-test-drill';

/** Switches on the recovery of a table, as the stack does. */
export async function makeRestorable(TableName: string): Promise<void> {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await new DynamoDBClient().send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }),
  );
}

/** All rows of a table. */
export async function rowsOf(name: string): Promise<(Key & Record<string, unknown>)[]> {
  const { paginateScan } = await import('@aws-sdk/client-dynamodb');
  const { unmarshall } = await import('@aws-sdk/util-dynamodb');
  const rows: (Key & Record<string, unknown>)[] = [];
  for await (const page of paginateScan({ client: new DynamoDBClient() }, { TableName: name }))
    for (const item of page.Items ?? []) rows.push(unmarshall(item) as Key & Record<string, unknown>);
  return rows;
}

/** Makes a table of rows in place of the one before, as DynamoDB restores one. */
export async function restoreCopy(rows: readonly (Key & Record<string, unknown>)[]): Promise<void> {
  const { putRows } = await import('../../../lambdas/platform/dynamodb/batches.ts');
  const client = new DynamoDBClient();
  await client.send(new DeleteTableCommand({ TableName: copyName })).catch(() => undefined);
  await table(client, copyName, true);
  process.env.COPY_TABLE = copyName;
  await putRows('copy', rows);
}
