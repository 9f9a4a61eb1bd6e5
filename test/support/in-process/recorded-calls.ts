/*
 * The calls that SDK clients send, in their order, without what they are about: command, tables, which
 * kinds of writes, and how many rows are named; not how many rows a query finds.
 *
 *   const calls = recordCalls(scenario.clients);
 *   calls.clear();
 *   await call('consent.read');
 *   calls.made(); // ['BatchGetItemCommand vault 2 keys 1', …]
 */

/** As much of an SDK client as is needed to stand before it: each client has types of its own for the same thing. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<never>,
        context: { readonly commandName?: string },
      ) => (args: never) => Promise<never>,
      options: { readonly step: 'initialize'; readonly name: string; readonly override: true },
    ): void;
  };
}

interface Input {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly unknown[] }>>;
  readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName?: string }>>[];
}

export function recordCalls(clients: readonly unknown[]) {
  let made: string[] = [];
  for (const client of clients)
    (client as Client).middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          made.push(`${commandName} ${summaryOf((args as { readonly input: Input }).input)}`);
          return next(args);
        },
      { step: 'initialize', name: 'recordedCalls', override: true },
    );
  return {
    /** Forgets what was sent so far. */
    clear(): void {
      made = [];
    },
    made: (): readonly string[] => [...made],
  };
}

function summaryOf({ TableName, IndexName, Limit, RequestItems = {}, TransactItems = [] }: Input): string {
  const read = Object.entries(RequestItems).map(([table, { Keys }]) => `${table} ${Keys?.length}`);
  const written = TransactItems.flatMap((item) =>
    Object.entries(item).map(([act, of]) => `${act} ${of.TableName}`),
  );
  return [TableName, IndexName, Limit, ...read, ...written].filter((part) => part !== undefined).join(' ');
}
