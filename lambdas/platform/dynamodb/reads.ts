import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Problem } from '../../domain/problems.ts';
import { tableNamed } from '../runtime/environment.ts';
import { patient } from '../runtime/patience.ts';
import { pause } from './backoff.ts';
import type { Key, KeyRange, Row, Wanted } from './key.ts';

export type { Row, Wanted } from './key.ts';

export const dynamo = new DynamoDBClient(patient());
// They copy each input and output for a logger that nobody has set, describe the SDK, and pass on how a function came
// to be called, which matters only to services that call functions.
for (const name of ['loggerMiddleware', 'getUserAgentMiddleware', 'recursionDetectionMiddleware'])
  dynamo.middlewareStack.remove(name);

/** The physical name of a table. */
export const tableName = tableNamed;

export const toItem = (row: object) =>
  marshall(row, { removeUndefinedValues: true, convertClassInstanceToMap: false });

/** How many keys one BatchGetItem takes. */
const keysPerBatch = 100;

/**
 * Reads rows by key, consistently, in one round trip: a hundred keys a call, all calls at once. The result has the
 * order of the keys; a missing row is undefined. Unprocessed keys are requested again, a bounded number of times.
 */
export async function read<const W extends readonly Wanted[]>(
  wanted: W,
): Promise<{ [I in keyof W]: Row | undefined }> {
  const keys = new Map(wanted.map((one) => [markOf(one.table, one.key), one]));
  const unique = [...keys.values()];
  const batches = Array.from({ length: Math.ceil(unique.length / keysPerBatch) }, (_, i) =>
    readBatch(unique.slice(i * keysPerBatch, (i + 1) * keysPerBatch)),
  );
  const found = new Map((await Promise.all(batches)).flat());
  return wanted.map((one) => found.get(markOf(one.table, one.key))) as {
    [I in keyof W]: Row | undefined;
  };
}

const markOf = (table: string, { pk, sk }: Key) => `${table} ${pk} ${sk}`;

/** The rows found under at most a hundred different keys, each with what it is known by. */
async function readBatch(wanted: readonly Wanted[]): Promise<[mark: string, row: Row][]> {
  const found: [string, Row][] = [];
  const tables = new Map([...new Set(wanted.map(({ table }) => table))].map((one) => [tableName(one), one]));
  let pending: NonNullable<BatchGetItemCommandOutput['UnprocessedKeys']> = Object.fromEntries(
    [...tables].map(([name, table]) => [
      name,
      {
        Keys: wanted
          .filter((one) => one.table === table)
          .map(({ key: { pk, sk } }) => ({ pk: { S: pk }, sk: { S: sk } })),
        ConsistentRead: true,
      },
    ]),
  );
  for (let attempt = 0; Object.keys(pending).length > 0; attempt++) {
    if (attempt > 8) throw new Problem('unavailable', { retryAfter: 1 });
    if (attempt > 0) await pause(attempt);
    const answer: BatchGetItemCommandOutput = await dynamo.send(
      new BatchGetItemCommand({ RequestItems: pending }),
    );
    for (const [name, rows] of Object.entries(answer.Responses ?? {}))
      for (const item of rows) {
        const row = unmarshall(item) as Row;
        found.push([markOf(tables.get(name) ?? name, row), row]);
      }
    pending = answer.UnprocessedKeys ?? {};
  }
  return found;
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

/** A range read consistently, or one of the index `listing`; from its beginning, if not backwards. */
export interface Range extends KeyRange {
  readonly index?: 'listing';
  /** The position up to which the range goes; with a prefix, that position itself is within. */
  readonly before?: string | undefined;
  readonly start?: Key | Record<string, string> | undefined;
  readonly limit?: number;
  /** From the end of the range to its beginning. */
  readonly backwards?: boolean;
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
  const { prefix, before } = range;
  const bound = prefix ?? before;
  const within =
    before === undefined
      ? 'begins_with(#sk, :sk)'
      : prefix === undefined
        ? '#sk < :sk'
        : '#sk BETWEEN :sk AND :to';
  const input: QueryCommandInput = {
    TableName: tableName(range.table),
    KeyConditionExpression: `#pk = :pk${bound === undefined ? '' : ` AND ${within}`}`,
    ExpressionAttributeNames: { '#pk': pk, ...(bound !== undefined && { '#sk': sk }) },
    ExpressionAttributeValues: toItem({
      ':pk': range.pk,
      ...(bound !== undefined && { ':sk': bound }),
      ...(prefix !== undefined && before !== undefined && { ':to': before }),
    }),
    ...(range.index ? { IndexName: range.index } : { ConsistentRead: true }),
    ...(range.backwards && { ScanIndexForward: false }),
    ...(range.limit !== undefined && { Limit: range.limit }),
    ...(range.start && { ExclusiveStartKey: toItem(range.start) }),
  };
  if (range.attributes) {
    const { ProjectionExpression, ExpressionAttributeNames } = projectionOf(range.attributes);
    input.ProjectionExpression = ProjectionExpression;
    Object.assign(input.ExpressionAttributeNames ?? {}, ExpressionAttributeNames);
  }
  return pageIn(await dynamo.send(new QueryCommand(input)));
}

/** What has a query or a scan read these attributes alone. */
const projectionOf = (attributes: readonly string[]) => ({
  ProjectionExpression: attributes.map((_, i) => `#a${i}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(attributes.map((name, i) => [`#a${i}`, name])),
});

function pageIn({
  Items = [],
  LastEvaluatedKey,
}: Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>): Page {
  const rows = Items.map((item) => unmarshall(item) as Row);
  return LastEvaluatedKey ? { rows, next: unmarshall(LastEvaluatedKey) as Record<string, string> } : { rows };
}

/** The first rows of a range, as many as wanted: DynamoDB may give fewer in one answer. */
export async function queryRows(range: Omit<Range, 'limit'>, count: number): Promise<Page> {
  const rows: Row[] = [];
  for (let start = range.start; ; ) {
    const page = await queryPage({ ...range, start, limit: count - rows.length });
    rows.push(...page.rows);
    if (!page.next || rows.length >= count) return page.next ? { rows, next: page.next } : { rows };
    start = page.next;
  }
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

/** Sort keys of whatever lies in a range, to its last page, read consistently. */
export async function sortKeysIn(range: Range): Promise<string[]> {
  return (await queryAll({ ...range, attributes: ['pk', 'sk'] })).map(({ sk }) => sk);
}

/** One page of a whole table, read consistently, with these attributes of its rows: at most 1 MB or `limit` rows. */
export async function scanPage(
  table: string,
  attributes: readonly string[],
  start: Key | Record<string, string> | undefined,
  limit: number,
): Promise<Page> {
  return pageIn(
    await dynamo.send(
      new ScanCommand({
        TableName: tableName(table),
        ConsistentRead: true,
        Limit: limit,
        ...projectionOf(attributes),
        ...(start && { ExclusiveStartKey: toItem(start) }),
      }),
    ),
  );
}
