import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Problem } from '../../domain/problems.ts';
import { tableNamed } from '../runtime/environment.ts';
import { pause } from './backoff.ts';
import type { Key, KeyRange, Row, Wanted } from './key.ts';

export type { Row, Wanted } from './key.ts';

export const dynamo = new DynamoDBClient({ maxAttempts: 4 });

/** The physical name of a table. */
export const tableName = tableNamed;

export const toItem = (row: object) =>
  marshall(row, { removeUndefinedValues: true, convertClassInstanceToMap: false });

/**
 * Reads rows by key, consistently, in one round trip. The result has the order of the keys; a missing row is
 * undefined. Unprocessed keys are requested again, a bounded number of times.
 */
export async function read<const W extends readonly Wanted[]>(
  wanted: W,
): Promise<{ [I in keyof W]: Row | undefined }> {
  const found = new Map<string, Row>();
  const mark = (table: string, key: Key) => `${table} ${key.pk} ${key.sk}`;
  const unique = new Map(wanted.map((one) => [mark(tableName(one.table), one.key), one]));
  let pending: BatchGetItemCommandOutput['UnprocessedKeys'] = {};
  for (const { table, key } of unique.values()) {
    const name = tableName(table);
    const keys = pending[name]?.Keys ?? [];
    pending[name] = { Keys: [...keys, toItem({ pk: key.pk, sk: key.sk })], ConsistentRead: true };
  }
  for (let attempt = 0; Object.keys(pending).length > 0; attempt++) {
    if (attempt > 8) throw new Problem('unavailable', { retryAfter: 1 });
    if (attempt > 0) await pause(attempt);
    const answer: BatchGetItemCommandOutput = await dynamo.send(
      new BatchGetItemCommand({ RequestItems: pending }),
    );
    for (const [table, rows] of Object.entries(answer.Responses ?? {}))
      for (const item of rows) {
        const row = unmarshall(item) as Row;
        found.set(mark(table, row), row);
      }
    pending = answer.UnprocessedKeys ?? {};
  }
  return wanted.map((one) => found.get(mark(tableName(one.table), one.key))) as {
    [I in keyof W]: Row | undefined;
  };
}

/** Keys to read, under names of the caller's choice. */
export type Named = Readonly<Record<string, Wanted | readonly Wanted[] | undefined>>;

/** The rows found, under the same names. */
export type Found<N extends Named> = {
  readonly [K in keyof N]: N[K] extends readonly Wanted[] ? readonly (Row | undefined)[] : Row | undefined;
};

/**
 * Reads rows by key, consistently, in one round trip, and returns them under the names given. A list of keys gives a
 * list of rows; a row that is missing, or whose key was undefined, is undefined.
 */
export async function readNamed<const N extends Named>(wanted: N): Promise<Found<N>> {
  const names = Object.keys(wanted);
  const lists = names.map((name) => [wanted[name] ?? []].flat() as Wanted[]);
  const rows = await read(lists.flat());
  let position = 0;
  const found = names.map((name, i) => {
    const own = rows.slice(position, position + (lists[i]?.length ?? 0));
    position += own.length;
    return [name, Array.isArray(wanted[name]) ? own : own[0]];
  });
  return Object.fromEntries(found) as Found<N>;
}

/** A range read consistently, or one of the index `listing`, newest first. */
export interface Range extends KeyRange {
  readonly index?: 'listing';
  readonly start?: Key | Record<string, string> | undefined;
  readonly limit?: number;
  /** Read only these attributes. */
  readonly attributes?: readonly string[];
}

export interface Page {
  readonly rows: Row[];
  /** Where the next page starts; absent on the last page. */
  readonly next?: Record<string, string>;
}

/** One page of a range: at most 1 MB or `limit` rows. */
export async function queryPage(range: Range): Promise<Page> {
  const [pk, sk] = range.index ? ['listPk', 'listSk'] : ['pk', 'sk'];
  const input: QueryCommandInput = {
    TableName: tableName(range.table),
    KeyConditionExpression: range.prefix === undefined ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :sk)',
    ExpressionAttributeNames: { '#pk': pk, ...(range.prefix !== undefined && { '#sk': sk }) },
    ExpressionAttributeValues: toItem({
      ':pk': range.pk,
      ...(range.prefix !== undefined && { ':sk': range.prefix }),
    }),
    ...(range.index ? { IndexName: range.index, ScanIndexForward: false } : { ConsistentRead: true }),
    ...(range.limit !== undefined && { Limit: range.limit }),
    ...(range.start && { ExclusiveStartKey: toItem(range.start) }),
  };
  if (range.attributes) {
    input.ProjectionExpression = range.attributes.map((_, i) => `#a${i}`).join(', ');
    for (const [i, name] of range.attributes.entries())
      Object.assign(input.ExpressionAttributeNames ?? {}, { [`#a${i}`]: name });
  }
  const answer = await dynamo.send(new QueryCommand(input));
  const rows = (answer.Items ?? []).map((item) => unmarshall(item) as Row);
  return answer.LastEvaluatedKey
    ? { rows, next: unmarshall(answer.LastEvaluatedKey) as Record<string, string> }
    : { rows };
}

/** A whole range, to its last page. Only for ranges that are bounded by design. */
export async function queryAll(range: Range): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = range.start; ; ) {
    const page = await queryPage(start ? { ...range, start } : range);
    rows.push(...page.rows);
    if (!page.next) return rows;
    start = page.next;
  }
}
