/*
 * Tables in memory in place of DynamoDB: for what takes more rows than the local one stores in a test. A row is its key
 * and a size; pages end after a megabyte, as DynamoDB's do. Knows the calls that a removal makes, and refuses others.
 */
import type {
  BatchExecuteStatementCommandInput,
  BatchGetItemCommandInput,
  BatchWriteItemCommandInput,
  QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Key } from '../../lambdas/platform/dynamodb/key.ts';
import { dynamo } from '../../lambdas/platform/dynamodb/reads.ts';

const pageBytes = 1024 * 1024;

export function heldTables(bytes: number) {
  /** Sort keys of each partition in their order; undefined where a row was deleted. */
  const partitions = new Map<string, (string | undefined)[]>();
  const places = new Map<string, [partition: (string | undefined)[], at: number]>();
  const stamped = new Set<string>();
  const held = { rows: 0, read: 0, most: 0 };
  const calls: Record<string, number> = {};
  const named = (table: string, pk = '', sk = '') => `${table} ${pk} ${sk}`;

  const query = (input: QueryCommandInput) => {
    const table = input.TableName ?? '';
    const values = input.ExpressionAttributeValues ?? {};
    const pk = values[':pk']?.S ?? '';
    const prefix = Object.entries(values).find(([name]) => name !== ':pk')?.[1]?.S ?? '';
    const rows = partitions.get(`${table} ${pk}`) ?? [];
    const after = input.ExclusiveStartKey?.sk?.S ?? '';
    const Items: { pk: { S: string }; sk: { S: string } }[] = [];
    let at = firstAfter(rows, after, places, `${table} ${pk} `);
    for (; at < rows.length; at++) {
      const sk = rows[at];
      if (sk === undefined || !sk.startsWith(prefix)) continue;
      if (Items.length >= (input.Limit ?? Number.POSITIVE_INFINITY) || Items.length * bytes >= pageBytes)
        break;
      Items.push({ pk: { S: pk }, sk: { S: sk } });
    }
    held.read += Items.length;
    held.most = Math.max(held.most, held.read);
    return { Items, ...(at < rows.length && { LastEvaluatedKey: Items.at(-1) }) };
  };
  const remove = (name: string) => {
    const [rows, at] = places.get(name) ?? [];
    if (rows && at !== undefined) rows[at] = undefined;
    if (places.delete(name)) held.rows--;
  };
  const write = ({ RequestItems = {} }: BatchWriteItemCommandInput) => {
    for (const [table, requests] of Object.entries(RequestItems))
      for (const { DeleteRequest } of requests ?? []) {
        const { pk, sk } = DeleteRequest?.Key ?? {};
        remove(named(table, pk?.S, sk?.S));
        held.read--;
      }
    return {};
  };
  const execute = ({ Statements = [] }: BatchExecuteStatementCommandInput) => {
    for (const { Statement = '', Parameters = [] } of Statements) {
      const [pk, sk] = Parameters.slice(-2);
      stamped.add(named(/"([^"]+)"/.exec(Statement)?.[1] ?? '', pk?.S, sk?.S));
      held.read--;
    }
    return { Responses: Statements.map(() => ({})) };
  };
  const get = ({ RequestItems = {} }: BatchGetItemCommandInput) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys = [] }]) => [
        table,
        Keys.filter(({ pk, sk }) => places.has(named(table, pk?.S, sk?.S))),
      ]),
    ),
  });

  const answers: Record<string, (input: never) => object> = {
    QueryCommand: query,
    BatchWriteItemCommand: write,
    BatchExecuteStatementCommand: execute,
    BatchGetItemCommand: get,
  };
  dynamo.middlewareStack.add(
    (_next, { commandName = '' }) =>
      // biome-ignore lint/suspicious/noExplicitAny: the stack does not know the command of a call.
      async (args: any): Promise<any> => {
        const answer = answers[commandName];
        if (!answer) throw new Error(`no ${commandName} here`);
        calls[commandName] = (calls[commandName] ?? 0) + 1;
        return { response: {}, output: { $metadata: {}, ...answer(args.input as never) } };
      },
    { step: 'initialize', name: 'heldTables', priority: 'low' },
  );

  return {
    held,
    calls,
    stamped,
    put(table: string, keys: readonly Key[]): void {
      for (const { pk, sk } of keys) {
        const rows = partitions.get(`${table} ${pk}`) ?? [];
        partitions.set(`${table} ${pk}`, rows);
        rows.push(sk);
      }
      for (const [name, rows] of partitions) {
        if (!name.startsWith(`${table} `)) continue;
        rows.sort();
        for (const [i, sk] of rows.entries()) if (sk !== undefined) places.set(`${name} ${sk}`, [rows, i]);
      }
      held.rows = places.size;
    },
    off: () => dynamo.middlewareStack.remove('heldTables'),
  };
}

/** Where the rows after a key begin, which may be deleted by now. */
function firstAfter(
  rows: readonly (string | undefined)[],
  after: string,
  places: ReadonlyMap<string, [unknown, number]>,
  partition: string,
): number {
  if (after === '') return 0;
  const place = places.get(partition + after)?.[1];
  if (place !== undefined) return place + 1;
  const found = rows.findIndex((sk) => sk !== undefined && sk > after);
  return found < 0 ? rows.length : found;
}
