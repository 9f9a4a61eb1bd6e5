import {
  BatchExecuteStatementCommand,
  type BatchStatementRequest,
  BatchWriteItemCommand,
  type BatchWriteItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { pause } from './backoff.ts';
import type { Key, Row } from './key.ts';
import { dynamo, tableName, toItem } from './reads.ts';

/** How many items one batch call of DynamoDB takes, for deletions and for statements alike. */
const batchSize = 25;
/** How many batches of one range are sent at once: a partition takes 1,000 writes a second. */
const concurrency = 3;
const attempts = 12;

/** Deletes rows by key, whether they exist or not; unprocessed deletions are retried. */
export function removeRows(table: string, keys: readonly Key[]): Promise<void> {
  return inBatches(keys, (batch) =>
    writeBatch(
      table,
      batch.map(({ pk, sk }) => ({ DeleteRequest: { Key: toItem({ pk, sk }) } })),
    ),
  );
}

/** Puts rows, replacing whatever is there. Only for rows that need no condition. */
export function putRows(table: string, rows: readonly Row[]): Promise<void> {
  return inBatches(rows, (batch) =>
    writeBatch(
      table,
      batch.map((row) => ({ PutRequest: { Item: toItem(row) } })),
    ),
  );
}

type Requests = NonNullable<BatchWriteItemCommandOutput['UnprocessedItems']>;

async function writeBatch(table: string, requests: Requests[string]): Promise<void> {
  let pending: Requests = { [tableName(table)]: requests };
  for (let attempt = 1; ; attempt++) {
    const answer = await dynamo.send(new BatchWriteItemCommand({ RequestItems: pending }));
    pending = answer.UnprocessedItems ?? {};
    if (Object.keys(pending).length === 0) return;
    if (attempt >= attempts) throw new Error('DynamoDB left a batch undone too often');
    await pause(attempt);
  }
}

const goneCode = 'ConditionalCheckFailed';
const retriedCodes = new Set([
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'TransactionConflict',
  'InternalServerError',
]);

/**
 * Sets `expiresAt` on rows that exist. It updates and never puts, so a deleted row is not recreated.
 * @param expiresAt whole seconds since 1970.
 */
export function stampRows(table: string, keys: readonly Key[], expiresAt: number): Promise<void> {
  const Statement = `UPDATE "${tableName(table)}" SET "expiresAt" = ? WHERE "pk" = ? AND "sk" = ?`;
  return inBatches(keys, (batch) =>
    executeBatch(
      batch.map(({ pk, sk }) => ({
        Statement,
        Parameters: [{ N: String(expiresAt) }, { S: pk }, { S: sk }],
      })),
    ),
  );
}

async function executeBatch(statements: readonly BatchStatementRequest[]): Promise<void> {
  let pending = statements;
  for (let attempt = 1; ; attempt++) {
    const answer = await dynamo.send(new BatchExecuteStatementCommand({ Statements: [...pending] }));
    const codes = pending.map((_, i) => answer.Responses?.[i]?.Error?.Code);
    const failed = codes.find((code) => code !== undefined && code !== goneCode && !retriedCodes.has(code));
    if (failed !== undefined) throw new Error(`a statement failed: ${failed}`);
    pending = pending.filter((_, i) => retriedCodes.has(codes[i] ?? ''));
    if (pending.length === 0) return;
    if (attempt >= attempts) throw new Error('DynamoDB left a batch undone too often');
    await pause(attempt);
  }
}

/** Runs batches a few at a time, in their order. */
async function inBatches<T>(all: readonly T[], run: (batch: readonly T[]) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const batch = all.slice(next, next + batchSize);
      next += batchSize;
      await run(batch);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
