import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import { dynamo, tableName } from './reads.ts';

/** Whether a table is there and can be used; `changing`: it is being made or deleted. */
export async function stateOf(table: string): Promise<'absent' | 'active' | 'changing'> {
  try {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: tableName(table) }));
    return Table?.TableStatus === 'ACTIVE' ? 'active' : 'changing';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 'absent';
    throw error;
  }
}

/**
 * Has DynamoDB restore a table to an instant, or to the first one that it can, into a new table.
 * @returns the instant, RFC 3339 UTC with milliseconds
 */
export async function restoreTable(from: string, to: string, wanted: string): Promise<string> {
  const { ContinuousBackupsDescription: backups } = await dynamo.send(
    new DescribeContinuousBackupsCommand({ TableName: tableName(from) }),
  );
  const first = backups?.PointInTimeRecoveryDescription?.EarliestRestorableDateTime;
  const since = first && first.getTime() > Date.parse(wanted) ? first : new Date(wanted);
  await dynamo.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: tableName(from),
      TargetTableName: tableName(to),
      RestoreDateTime: since,
    }),
  );
  return since.toISOString();
}

/** Has DynamoDB delete a table with all its rows. */
export async function dropTable(table: string): Promise<void> {
  await dynamo.send(new DeleteTableCommand({ TableName: tableName(table) }));
}
