/*
 * Makes the local DynamoDB as economical as the real one: writes, deletes and updates cost by the kilobyte of the row,
 * and what exceeds the budget of a partition or a table is refused as DynamoDB does it. Of a batch some items come
 * back unprocessed; one of which nothing fits fails whole, as a query does; statements fail one by one; a transaction
 * is cancelled. Time is that of a `steppedTime`, in which a call takes some milliseconds, so that what is refused does
 * not depend on how fast this machine is. Import it after `openAccount`.
 *
 *   const economy = economical({ table: 4000, partition: 1000, sizes: 16 }, time);
 *   await economy.know('vault');      // rows that are there already
 *   …
 *   economy.calls.writes, economy.throttled
 */
import {
  type AttributeValue,
  type BatchExecuteStatementCommandInput,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  ProvisionedThroughputExceededException,
  paginateScan,
  type QueryCommandInput,
  type QueryCommandOutput,
  TransactionCanceledException,
  type TransactWriteItemsCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamo } from '../../lambdas/platform/dynamodb/reads.ts';
import type { SteppedTime } from './stepped-time.ts';

type Item = Record<string, AttributeValue>;

/** Write units a second. Reads have three times as many, as on a new table. */
export interface Budget {
  readonly table: number;
  readonly partition: number;
  /**
   * How many times as large as it is a row counts, or how many bytes each has: heavy rows need not be stored as such.
   */
  readonly sizes: number | { readonly each: number };
}

/** Milliseconds that a call takes. */
const latency = 10;

/** Units that refill continuously, up to those of one second. */
class Bucket {
  #level: number;
  #at: number;
  readonly #rate: number;
  readonly #now: () => number;

  constructor(rate: number, now: () => number) {
    this.#rate = rate;
    this.#now = now;
    this.#level = rate;
    this.#at = now();
  }

  /** Whether it has these units, or all it can ever have. */
  has(units: number): boolean {
    const now = this.#now();
    this.#level = Math.min(this.#rate, this.#level + ((now - this.#at) * this.#rate) / 1000);
    this.#at = now;
    return this.#level >= Math.min(units, this.#rate);
  }

  take(units: number): void {
    this.#level -= units;
  }
}

const refused = () => new ProvisionedThroughputExceededException({ message: 'too fast', $metadata: {} });

export function economical(budget: Budget, time: SteppedTime) {
  const buckets = new Map<string, Bucket>();
  const sizes = new Map<string, number>();
  const calls = { writes: 0, reads: 0 };
  let throttled = 0;
  let used = 0;

  const bucket = (name: string, rate: number) => {
    const found = buckets.get(name) ?? new Bucket(rate, time.now);
    buckets.set(name, found);
    return found;
  };
  const named = (table: string, { pk, sk }: Item) => `${table} ${pk?.S} ${sk?.S}`;
  const unitsOf = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));
  /** Takes the units of one write, if table and partition have them. */
  const admit = (table: string, key: Item, units: number): boolean => {
    const both = [bucket(`${table} w`, budget.table), bucket(`${table} ${key.pk?.S} w`, budget.partition)];
    if (!both.every((one) => one.has(units))) {
      throttled++;
      return false;
    }
    for (const one of both) one.take(units);
    used += units;
    return true;
  };
  const fixed = typeof budget.sizes === 'number' ? undefined : budget.sizes.each;
  const bytesAt = (table: string, key: Item) => fixed ?? sizes.get(named(table, key)) ?? 0;
  const sizeAt = (table: string, key: Item) => unitsOf(bytesAt(table, key));
  const learn = (table: string, item: Item) => {
    if (typeof budget.sizes === 'number') sizes.set(named(table, item), bytesOf(item) * budget.sizes);
  };
  const admitWrite = (table: string, { PutRequest, DeleteRequest }: WriteRequest): boolean => {
    const item = PutRequest?.Item;
    if (item) learn(table, item);
    const key = item ?? DeleteRequest?.Key ?? {};
    return admit(table, key, sizeAt(table, key));
  };

  const batch = async (input: BatchWriteItemCommandInput, send: () => Promise<unknown>) => {
    const [[table = '', requests = []] = []] = Object.entries(input.RequestItems ?? {});
    const [some, none]: [WriteRequest[], WriteRequest[]] = [[], []];
    for (const request of requests) (admitWrite(table, request) ? some : none).push(request);
    if (some.length === 0) throw refused();
    input.RequestItems = { [table]: some };
    const answer = (await send()) as { output: BatchWriteItemCommandOutput };
    const left = [...(answer.output.UnprocessedItems?.[table] ?? []), ...none];
    answer.output.UnprocessedItems = left.length > 0 ? { [table]: left } : {};
    return answer;
  };

  const statements = async (input: BatchExecuteStatementCommandInput, send: () => Promise<unknown>) => {
    const all = input.Statements ?? [];
    const fits = all.map(({ Statement = '', Parameters = [] }) => {
      const table = /"([^"]+)"/.exec(Statement)?.[1] ?? '';
      const [pk, sk] = Parameters.slice(-2);
      const key = { ...(pk && { pk }), ...(sk && { sk }) };
      return admit(table, key, sizeAt(table, key));
    });
    const error = { Error: { Code: 'ProvisionedThroughputExceeded' as const } };
    if (!fits.includes(true))
      return { output: { $metadata: {}, Responses: all.map(() => error) }, response: {} };
    input.Statements = all.filter((_, i) => fits[i]);
    const answer = (await send()) as { output: { Responses?: object[] } };
    const answered = [...(answer.output.Responses ?? [])];
    answer.output.Responses = fits.map((fit) => (fit ? (answered.shift() ?? {}) : error));
    return answer;
  };

  const query = async (input: QueryCommandInput, send: () => Promise<unknown>) => {
    const table = input.TableName ?? '';
    const pk = input.ExpressionAttributeValues?.[':pk']?.S;
    const both = [bucket(`${table} r`, budget.table * 3), bucket(`${table} ${pk} r`, budget.partition * 3)];
    if (!both.every((one) => one.has(1))) {
      throttled++;
      throw refused();
    }
    const answer = (await send()) as { output: QueryCommandOutput };
    // The whole rows cost, whatever is projected.
    const bytes = (answer.output.Items ?? []).reduce((sum, key) => sum + bytesAt(table, key), 0);
    for (const one of both) one.take(Math.max(1, Math.ceil(bytes / 4096)));
    return answer;
  };

  const transaction = (input: TransactWriteItemsCommandInput, send: () => Promise<unknown>) => {
    const rows = (input.TransactItems ?? []).map(({ Put, Update, Delete, ConditionCheck }) => {
      const write = Put ?? Update ?? Delete ?? ConditionCheck;
      const key = Put?.Item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
      if (Put?.Item && write?.TableName) learn(write.TableName, Put.Item);
      return { table: write?.TableName ?? '', key };
    });
    // Twice the price of a write.
    const fits = rows.map(({ table, key }) => admit(table, key, 2 * sizeAt(table, key)));
    if (fits.every(Boolean)) return send();
    throw new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: fits.map((fit) => ({ Code: fit ? 'None' : 'ThrottlingError' })),
    });
  };

  dynamo.middlewareStack.add(
    (next, { commandName }) =>
      // biome-ignore lint/suspicious/noExplicitAny: the stack does not know the command of a call.
      (args: any): Promise<any> => {
        const send = () => time.during(() => next(args), latency);
        const { input } = args;
        const isRead = /Query|Get/.test(commandName ?? '');
        calls[isRead ? 'reads' : 'writes']++;
        switch (commandName) {
          case 'BatchWriteItemCommand':
            return batch(input, send);
          case 'BatchExecuteStatementCommand':
            return statements(input, send);
          case 'QueryCommand':
            return query(input, send);
          case 'TransactWriteItemsCommand':
            return (async () => transaction(input, send))();
          default:
            return send();
        }
      },
    { step: 'initialize', name: 'economy' },
  );

  return {
    calls,
    /** Items and calls that were refused. */
    throttled: () => throttled,
    /** Write units that were used. */
    used: () => used,
    /** Starts counting anew. */
    reset(): void {
      calls.writes = 0;
      calls.reads = 0;
      throttled = 0;
      used = 0;
    },
    /** Learns the sizes of the rows that are in a table already. */
    async know(table: string): Promise<void> {
      for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName: table }))
        for (const item of Items) learn(table, item);
    },
    off: () => dynamo.middlewareStack.remove('economy'),
  };
}

/** About what DynamoDB counts: names and values. */
function bytesOf(item: Item): number {
  return Object.entries(unmarshall(item)).reduce(
    (sum, [name, value]) =>
      sum + name.length + (value instanceof Uint8Array ? value.length : JSON.stringify(value).length),
    0,
  );
}
