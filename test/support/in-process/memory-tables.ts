/*
 * Tables in memory that answer what `lambdas/platform/dynamodb` sends, in microseconds: for tests that run the same code
 * some hundred times, each time with another fault. They know the expressions that it makes, and refuse others.
 *
 *   vi.spyOn(dynamo, 'send').mockImplementation((command: unknown) => tables.answer(command));
 */
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key, Row } from '../../../lambdas/platform/dynamodb/key.ts';

type Item = Parameters<typeof unmarshall>[0];
interface Expressions {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ProjectionExpression?: string;
}
interface Ranged extends Expressions {
  readonly TableName: string;
  readonly KeyConditionExpression?: string;
  readonly IndexName?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
}
interface Written extends Expressions {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
}
type Requests = Readonly<
  Record<string, readonly { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>
>;

const placeOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
const rowIn = (item: Item) => unmarshall(item) as Row;
const itemOf = (row: object) => marshall(row, { removeUndefinedValues: true });

export class MemoryTables {
  readonly #tables = new Map<string, Map<string, Row>>();

  /** All rows of a table, by key. */
  rows(table: string): Row[] {
    return [...this.#of(table).values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  }

  /** Makes these the rows of a table. */
  fill(table: string, rows: readonly Row[]): void {
    this.#tables.set(table, new Map(rows.map((row) => [placeOf(row), row])));
  }

  async answer(command: { readonly input: unknown }): Promise<unknown> {
    const { name } = command.constructor;
    const input = Object(command.input);
    if (name === 'BatchGetItemCommand') return this.#get(input.RequestItems);
    if (name === 'BatchWriteItemCommand') return this.#write(input.RequestItems);
    if (name === 'TransactWriteItemsCommand') return this.#transact(input.TransactItems);
    if (name === 'QueryCommand' || name === 'ScanCommand') return this.#range(input);
    throw new Error(`tables in memory know no ${name}`);
  }

  #of(table: string): Map<string, Row> {
    const rows = this.#tables.get(table) ?? new Map<string, Row>();
    this.#tables.set(table, rows);
    return rows;
  }

  #get(wanted: Readonly<Record<string, { readonly Keys: readonly Item[] }>>) {
    const Responses = Object.entries(wanted).map(([table, { Keys }]) => [
      table,
      Keys.flatMap((key) => this.#of(table).get(placeOf(rowIn(key))) ?? []).map(itemOf),
    ]);
    return { Responses: Object.fromEntries(Responses) };
  }

  #write(wanted: Requests) {
    for (const [table, requests] of Object.entries(wanted))
      for (const { PutRequest, DeleteRequest } of requests) {
        const row = rowIn(PutRequest?.Item ?? DeleteRequest?.Key ?? {});
        if (PutRequest) this.#of(table).set(placeOf(row), row);
        else this.#of(table).delete(placeOf(row));
      }
    return {};
  }

  #transact(items: readonly { Put?: Written; Update?: Written; Delete?: Written }[]) {
    for (const { Put, Update, Delete } of items) {
      const written = Put ?? Update ?? Delete;
      if (!written) throw new Error('tables in memory know no such write');
      const rows = this.#of(written.TableName);
      const row = rowIn(written.Item ?? written.Key ?? {});
      const before = rows.get(placeOf(row));
      if (written.ConditionExpression === 'attribute_exists(pk)' && !before)
        throw new Error('it is not there');
      if (Put) rows.set(placeOf(row), row);
      else if (Delete) rows.delete(placeOf(row));
      else rows.set(placeOf(row), updated(before ?? row, written));
    }
    return {};
  }

  /** Rows among which those are that a range asks for. */
  #candidates({
    TableName,
    KeyConditionExpression,
    IndexName,
    ExpressionAttributeValues = {},
  }: Ranged): Row[] {
    const rows = this.#of(TableName);
    if (!KeyConditionExpression || IndexName) return [...rows.values()];
    const pk = String(unmarshall(ExpressionAttributeValues)[':pk']);
    const found: Row[] = [];
    for (const [place, row] of rows) if (place.startsWith(pk)) found.push(row);
    return found;
  }

  #range(asked: Ranged) {
    const { IndexName, ScanIndexForward, Limit = 1e9, ExclusiveStartKey } = asked;
    const place = (row: Row) =>
      String(IndexName ? row.listSk : asked.KeyConditionExpression ? row.sk : placeOf(row));
    const within = withinOf(asked);
    const start = ExclusiveStartKey && place(rowIn(ExclusiveStartKey));
    const backwards = ScanIndexForward === false;
    const all = this.#candidates(asked)
      .filter(
        (row) =>
          within(row) && (start === undefined || (backwards ? place(row) < start : place(row) > start)),
      )
      .sort((a, b) => (place(a) < place(b) === backwards ? 1 : -1));
    const found = all.slice(0, Limit);
    const last = found.at(-1);
    const names = Object.entries(asked.ExpressionAttributeNames ?? {})
      .filter(([alias]) => /^#a/.test(alias))
      .map(([, name]) => name);
    const keys = ['pk', 'sk', ...(IndexName ? ['listPk', 'listSk'] : [])];
    const shown = IndexName ? keys : names;
    return {
      Items: found.map((row) => itemOf(shown.length === 0 ? row : picked(row, shown))),
      ...(last && all.length > found.length && { LastEvaluatedKey: itemOf(picked(last, keys)) }),
    };
  }
}

const picked = (row: Row, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (name in row ? [[name, row[name]]] : [])));

/** Whether a row is in the range that is asked for. */
function withinOf({ KeyConditionExpression, ExpressionAttributeValues = {}, IndexName }: Ranged) {
  if (!KeyConditionExpression) return () => true;
  const values = unmarshall(ExpressionAttributeValues);
  const [pk, sk] = IndexName ? ['listPk', 'listSk'] : ['pk', 'sk'];
  return (row: Row): boolean => {
    if (row[pk] !== values[':pk'] || row[sk] === undefined) return false;
    const place = String(row[sk]);
    if (KeyConditionExpression.includes('begins_with')) return place.startsWith(values[':sk']);
    if (KeyConditionExpression.includes('BETWEEN')) return place >= values[':sk'] && place <= values[':to'];
    return !KeyConditionExpression.includes('<') || place < values[':sk'];
  };
}

function updated(row: Row, written: Written): Row {
  const { UpdateExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = written;
  const values = unmarshall(ExpressionAttributeValues);
  const next: Row = { ...row };
  for (const [, name = '', value = ''] of UpdateExpression.matchAll(/(#s\d+) = (:s\d+)/g))
    next[ExpressionAttributeNames[name] ?? ''] = values[value];
  for (const [name = ''] of UpdateExpression.matchAll(/#r\d+/g))
    delete next[ExpressionAttributeNames[name] ?? ''];
  return next;
}
