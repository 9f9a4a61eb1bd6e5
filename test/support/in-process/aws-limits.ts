/*
 * What AWS limits of a transaction and the local AWS does not: a hundred rows, 400 KB each, 4 MB together. A
 * transaction beyond is refused here as AWS would refuse it, in every test that calls a function in its process.
 */
import {
  type AttributeValue,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEveryCall } from './every-call.ts';

const atMost = { rows: 100, row: 400 * 1024, together: 4_000_000 } as const;
/** Has every client of DynamoDB in this process refuse a transaction that AWS would refuse. */
export function refuseBeyondLimits(): void {
  beforeEveryCall('refuses what AWS would refuse', (_, command) => {
    if (command instanceof TransactWriteItemsCommand) assertWithin(command.input.TransactItems ?? []);
  });
}

/** @throws Error for more rows, or larger ones, than a transaction may have */
export function assertWithin(items: readonly TransactWriteItem[]): void {
  const sizes = items.map(sizeOf);
  const row = Math.max(0, ...sizes);
  const together = sizes.reduce((sum, size) => sum + size, 0);
  const refused = items.length > atMost.rows || row > atMost.row || together > atMost.together;
  if (refused)
    throw Object.assign(
      new Error(`a transaction of ${items.length} rows, the largest of ${row} bytes, ${together} together`),
      { name: 'ValidationException' },
    );
}

/** Bytes of what a write sends: all of a row that is put, of another one its key and what is set. */
function sizeOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): number {
  return (
    sizeOfMap(Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key ?? {}) +
    sizeOfMap(Update?.ExpressionAttributeValues ?? {})
  );
}

const sizeOfMap = (map: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(map).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), 0);

/** As DynamoDB counts: texts in UTF-8, a number with at most 21 bytes, a list or map with 3 and one for each member. */
function sizeOfValue({ S, N, B, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return 21;
  if (B !== undefined) return B.byteLength;
  if (L !== undefined) return L.reduce((sum, one) => sum + 1 + sizeOfValue(one), 3);
  if (M !== undefined) return sizeOfMap(M) + Object.keys(M).length + 3;
  return 1;
}
