import {
  BatchExecuteStatementCommand,
  type BatchStatementRequest,
  BatchWriteItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Key, Row } from './key.ts';
import { newPace, type Pace } from './pace.ts';
import { dynamo, tableName, toItem } from './reads.ts';
import { isThrottleCode } from './throttle.ts';
import { together } from './together.ts';

/** How many items one batch call of DynamoDB takes, for deletions and for statements alike. */
const batchSize = 25;
/** How many batches of one list are sent at once. */
const concurrency = 3;

/**
 * Deletes rows by key, whether they exist or not.
 * @returns whether all are deleted; false when the time of the pace was up before
 */
export function removeRows(table: string, keys: readonly Key[], pace: Pace = newPace()): Promise<boolean> {
  return write(
    table,
    keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: toItem({ pk, sk }) } })),
    pace,
  );
}

/** Puts rows, replacing whatever is there. Only for rows that need no condition. Returns as `removeRows` does. */
export function putRows(table: string, rows: readonly Row[], pace: Pace = newPace()): Promise<boolean> {
  return write(
    table,
    rows.map((row) => ({ PutRequest: { Item: toItem(row) } })),
    pace,
  );
}

function write(table: string, requests: readonly WriteRequest[], pace: Pace): Promise<boolean> {
  const name = tableName(table);
  return inBatches(requests, pace, async (batch) => {
    const answer = await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [name]: [...batch] } }));
    return answer.UnprocessedItems?.[name] ?? [];
  });
}

const goneCode = 'ConditionalCheckFailed';
const passingCodes = new Set(['TransactionConflict', 'InternalServerError']);

/**
 * Sets `expiresAt` on rows that exist. It updates and never puts, so a deleted row is not recreated.
 * @param expiresAt whole seconds since 1970.
 * @returns as `removeRows` does
 */
export function stampRows(
  table: string,
  keys: readonly Key[],
  expiresAt: number,
  pace: Pace = newPace(),
): Promise<boolean> {
  const Statement = `UPDATE "${tableName(table)}" SET "expiresAt" = ? WHERE "pk" = ? AND "sk" = ?`;
  return inBatches(
    keys.map(({ pk, sk }) => ({
      Statement,
      Parameters: [{ N: String(expiresAt) }, { S: pk }, { S: sk }],
    })),
    pace,
    execute,
  );
}

/** Executes statements. Returns those that are to be tried again. */
async function execute(statements: readonly BatchStatementRequest[]): Promise<BatchStatementRequest[]> {
  const answer = await dynamo.send(new BatchExecuteStatementCommand({ Statements: [...statements] }));
  return statements.filter((_, i) => {
    const code = answer.Responses?.[i]?.Error?.Code;
    if (isThrottleCode(code) || passingCodes.has(code ?? '')) return true;
    if (code !== undefined && code !== goneCode) throw new Error(`a statement failed: ${code}`);
    return false;
  });
}

/**
 * Sends items in full batches, a few at once; what a batch leaves undone joins the next one. When one fails, no new
 * one is sent.
 * @param send returns the items left undone.
 */
async function inBatches<T>(
  all: readonly T[],
  pace: Pace,
  send: (batch: readonly T[]) => Promise<readonly T[]>,
): Promise<boolean> {
  const pending = [...all];
  let failed = false;
  const worker = async () => {
    while (pending.length > 0 && !failed && !pace.timeIsUp()) {
      let batch: T[] = [];
      const take = () => {
        batch = pending.splice(0, batchSize);
        return batch.length > 0 ? send(batch) : Promise.resolve([]);
      };
      try {
        const left = await pace.call(take, (undone) => 1 - undone.length / Math.max(batch.length, 1));
        pending.push(...(left ?? batch));
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  // A worker that finds nothing more ends, though a batch under way may leave something undone: hence the rounds.
  do await together(Array.from({ length: concurrency }, worker));
  while (pending.length > 0 && !pace.timeIsUp());
  return pending.length === 0;
}
