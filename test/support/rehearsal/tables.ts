/*
 * Tables in memory in place of DynamoDB, which can be put back to how they were: a test can then try many ways on from
 * one state. A test that uses them replays what was asked of them on the local AWS, which has to give the same answers.
 */
import {
  type AttributeValue,
  type BatchExecuteStatementCommandInput,
  type BatchGetItemCommandInput,
  type BatchWriteItemCommandInput,
  type QueryCommandInput,
  type ScanCommandInput,
  TransactionCanceledException,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { assertWithin } from '../in-process/aws-limits.ts';
import { holds, type Item } from './conditions.ts';

interface Place {
  readonly table: string;
  readonly pk: string;
  readonly sk: string;
}

/** A row that is not what it was: as it was, and as it is. */
export interface Changed extends Place {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** Tables by name, their partitions, and the rows of each by sort key. */
export type Snapshot = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Item>>>;

export function memoryTables() {
  const tables = new Map<string, Map<string, Map<string, Item>>>();
  const originals = new Map<string, Place & { readonly before: Item | undefined }>();
  const tokens = new Set<string>();

  const partition = (table: string, pk: string): Map<string, Item> => {
    const partitions = tables.get(table) ?? new Map<string, Map<string, Item>>();
    tables.set(table, partitions);
    const rows = partitions.get(pk) ?? new Map<string, Item>();
    partitions.set(pk, rows);
    return rows;
  };
  const get = ({ table, pk, sk }: Place) => partition(table, pk).get(sk);
  const set = (place: Place, item: Item | undefined) => {
    const { table, pk, sk } = place;
    const rows = partition(table, pk);
    const name = `${table} ${pk} ${sk}`;
    if (!originals.has(name)) originals.set(name, { ...place, before: rows.get(sk) });
    if (item) rows.set(sk, item);
    else rows.delete(sk);
  };
  const rowsOf = (table: string) =>
    [...(tables.get(table)?.values() ?? [])].flatMap((rows) => [...rows.values()]);

  /** The rows of a partition of the index. */
  const listed = (table: string, listPk: string) => {
    const found: Item[] = [];
    for (const rows of tables.get(table)?.values() ?? [])
      for (const item of rows.values()) if (item.listPk?.S === listPk) found.push(item);
    return found;
  };

  const query = (input: QueryCommandInput) => {
    const { TableName: table = '', KeyConditionExpression: within = '', ScanIndexForward: forward } = input;
    const values = input.ExpressionAttributeValues ?? {};
    const [pkName, skName] = input.IndexName ? (['listPk', 'listSk'] as const) : (['pk', 'sk'] as const);
    const pk = values[':pk']?.S ?? '';
    const bound = values[':sk']?.S ?? '';
    const isWithin = (sk: string) => {
      if (within.includes('begins_with')) return sk.startsWith(bound);
      if (within.includes('BETWEEN')) return sk >= bound && sk <= (values[':to']?.S ?? '');
      return within.includes('<') ? sk < bound : true;
    };
    const orderOf = (item: Item) => [item[skName]?.S ?? '', item.pk?.S ?? '', item.sk?.S ?? ''].join('\0');
    const all = input.IndexName ? listed(table, pk) : [...partition(table, pk).values()];
    const found = inOrder(
      all.filter((item) => isWithin(item[skName]?.S ?? '')),
      orderOf,
    );
    if (forward === false) found.reverse();
    const keys = [...new Set(['pk', 'sk', pkName, skName])];
    const { Items, ...more } = pageOf(input, found, orderOf, keys);
    return {
      Items: Items.map((item) => projected(input, input.IndexName ? only(item, keys) : item)),
      ...more,
    };
  };

  const scan = (input: ScanCommandInput) => {
    const orderOf = ({ pk, sk }: Item) => `${pk?.S} ${sk?.S}`;
    const all = inOrder(rowsOf(input.TableName ?? ''), orderOf);
    const { Items, ...more } = pageOf(input, all, orderOf, ['pk', 'sk']);
    return { Items: Items.map((item) => projected(input, item)), ...more };
  };

  const transact = ({ TransactItems = [], ClientRequestToken = '' }: TransactWriteItemsCommandInput) => {
    assertWithin(TransactItems);
    // A transaction that comes a second time has happened already.
    if (tokens.has(ClientRequestToken)) return {};
    const failed = TransactItems.map((one) => {
      const { place, write } = placeOf(one);
      return !holds(
        {
          expression: write.ConditionExpression,
          names: write.ExpressionAttributeNames,
          values: write.ExpressionAttributeValues,
        },
        get(place),
      );
    });
    if (failed.includes(true)) throw cancelled(failed.map((it) => (it ? 'ConditionalCheckFailed' : 'None')));
    tokens.add(ClientRequestToken);
    for (const one of TransactItems) {
      const { place } = placeOf(one);
      if (one.Put) set(place, one.Put.Item);
      else if (one.Delete) set(place, undefined);
      else if (one.Update) set(place, updated(one.Update, get(place)));
    }
    return {};
  };

  const execute = ({ Statements = [] }: BatchExecuteStatementCommandInput) => ({
    Responses: Statements.map(({ Statement = '', Parameters: [value, pk, sk] = [] }) => {
      const [, table = ''] =
        /^UPDATE "(\w+)" SET "expiresAt" = \? WHERE "pk" = \? AND "sk" = \?$/.exec(Statement) ?? [];
      const place = { table, pk: pk?.S ?? '', sk: sk?.S ?? '' };
      const item = get(place);
      if (!item || !value) return { Error: { Code: 'ConditionalCheckFailed' } };
      set(place, { ...item, expiresAt: value });
      return {};
    }),
  });

  const write = ({ RequestItems = {} }: BatchWriteItemCommandInput) => {
    for (const [table, requests = []] of Object.entries(RequestItems))
      for (const { PutRequest, DeleteRequest } of requests) {
        const { pk, sk } = PutRequest?.Item ?? DeleteRequest?.Key ?? {};
        set({ table, pk: pk?.S ?? '', sk: sk?.S ?? '' }, PutRequest?.Item);
      }
    return { UnprocessedItems: {} };
  };

  const batchGet = ({ RequestItems = {} }: BatchGetItemCommandInput) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys = [] }]) => [
        table,
        Keys.map(({ pk, sk }) => get({ table, pk: pk?.S ?? '', sk: sk?.S ?? '' })).filter(Boolean),
      ]),
    ),
    UnprocessedKeys: {},
  });

  const answers: Readonly<Record<string, (input: never) => object>> = {
    Query: query,
    Scan: scan,
    TransactWriteItems: transact,
    BatchExecuteStatement: execute,
    BatchWriteItem: write,
    BatchGetItem: batchGet,
  };

  return {
    /** Whether a command of the client of DynamoDB is one of rows. */
    knows: (command: string) => command in answers,
    /** Answers such a command. */
    answer(command: string, input: object): object {
      const given = answers[command];
      if (!given) throw new Error(`no ${command} here`);
      return given(input as never);
    },
    /** From now on changes are noted. */
    mark(): void {
      originals.clear();
    },
    /** Takes back what has changed since the mark. */
    restore(): void {
      for (const { before, ...place } of originals.values()) {
        const rows = partition(place.table, place.pk);
        if (before) rows.set(place.sk, before);
        else rows.delete(place.sk);
      }
      originals.clear();
    },
    /** The rows that are not what they were at the mark. */
    changes: (): Changed[] =>
      [...originals.values()]
        .map(({ before, ...place }) => ({ ...place, before, after: get(place) }))
        .filter(({ before, after }) => before !== after),
    /** Every row, by table. */
    rows: rowsOf,
    /** All tables as they are, to be come back to. */
    snapshot: (): Snapshot =>
      new Map(
        [...tables].map(([table, partitions]) => [
          table,
          new Map([...partitions].map(([pk, rows]) => [pk, new Map(rows)])),
        ]),
      ),
    /** Comes back to a snapshot, or replaces one table by its rows. */
    reset(to: Snapshot, only?: string): void {
      for (const table of only === undefined ? new Set([...tables.keys(), ...to.keys()]) : [only]) {
        const partitions = to.get(table) ?? new Map<string, Map<string, Item>>();
        tables.set(table, new Map([...partitions].map(([pk, rows]) => [pk, new Map(rows)])));
      }
      originals.clear();
    },
  };
}

/** The error of a transaction that was cancelled, with a reason for each row. */
export const cancelled = (codes: readonly string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

/** The items by the text of each. */
const inOrder = (items: readonly Item[], orderOf: (item: Item) => string): Item[] =>
  items
    .map((item) => ({ item, order: orderOf(item) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ item }) => item);

/** The items after a position, as many as are wanted; `sorted` is in the order in which they are read. */
function pageOf(
  { ExclusiveStartKey, Limit, ...input }: QueryCommandInput | ScanCommandInput,
  sorted: readonly Item[],
  orderOf: (item: Item) => string,
  keys: readonly string[],
) {
  const start = ExclusiveStartKey && orderOf(ExclusiveStartKey);
  const backwards = 'ScanIndexForward' in input && input.ScanIndexForward === false;
  const rest =
    start === undefined
      ? sorted
      : sorted.filter((item) => (backwards ? orderOf(item) < start : orderOf(item) > start));
  const Items = rest.slice(0, Limit ?? rest.length);
  const last = Items.at(-1);
  return { Items, ...(last && Items.length < rest.length && { LastEvaluatedKey: only(last, keys) }) };
}

function placeOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem) {
  const write = Put ?? Update ?? Delete ?? ConditionCheck;
  if (!write) throw new Error('an item of a transaction does nothing');
  const { pk, sk } = Put?.Item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
  return { write, place: { table: write.TableName ?? '', pk: pk?.S ?? '', sk: sk?.S ?? '' } };
}

function updated(update: NonNullable<TransactWriteItem['Update']>, before: Item | undefined): Item {
  const { Key = {}, UpdateExpression: text = '' } = update;
  const nameOf = (word = '') => update.ExpressionAttributeNames?.[word] ?? word;
  const after: Record<string, AttributeValue> = { ...Key, ...before };
  const meant = (word = '') => update.ExpressionAttributeValues?.[word] ?? { NULL: true };
  for (const [, name, value] of text.matchAll(/(#s\d+) = (:s\d+)/g)) after[nameOf(name)] = meant(value);
  for (const [, name, value] of text.matchAll(/(#n\d+) (:n\d+)/g))
    after[nameOf(name)] = { N: String(Number(after[nameOf(name)]?.N ?? 0) + Number(meant(value).N)) };
  for (const [name] of text.matchAll(/#r\d+/g)) delete after[nameOf(name)];
  return after;
}

const only = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));

function projected(
  { ProjectionExpression, ExpressionAttributeNames = {} }: QueryCommandInput | ScanCommandInput,
  item: Item,
): Item {
  if (ProjectionExpression === undefined) return item;
  return only(
    item,
    ProjectionExpression.split(', ').map((word) => ExpressionAttributeNames[word] ?? word),
  );
}
