import { type Counts, countsOf } from '../../../lambdas/domain/counts.ts';

/** One call to AWS, as the SDK made it. */
export interface RecordedCall {
  readonly command: string;
  readonly input: object;
  readonly began: number;
  readonly ended: number;
}

/** The part of an AWS SDK client that recording needs. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: { input: object }) => Promise<{ output: object }>,
        context: { readonly commandName?: string },
      ) => (args: { input: object }) => Promise<{ output: object }>,
      options: { readonly step: 'initialize'; readonly name: string; readonly override: true },
    ): void;
  };
}

/** What happens to a call before it is sent; throw to fail it. */
export type Meddle = (command: string) => void;

/** Records every call of some clients, and lets a test fail some of them. */
export class RecordedCalls {
  calls: RecordedCall[] = [];
  meddle: Meddle | undefined;
  /** Waited for before each call is sent. */
  delay: (() => Promise<unknown>) | undefined;

  constructor(...clients: readonly object[]) {
    for (const client of clients as readonly Client[])
      client.middlewareStack.add(
        (next, { commandName = '' }) =>
          async (args) => {
            const began = performance.now();
            try {
              this.meddle?.(commandName);
              await this.delay?.();
              return await next(args);
            } finally {
              this.calls.push({ command: commandName, input: args.input, began, ended: performance.now() });
            }
          },
        { step: 'initialize', name: 'recordedCalls', override: true },
      );
  }

  clear(): void {
    this.calls = [];
  }

  /** Sequential round trips: the longest chain of calls of which each began after the one before had ended. */
  get trips(): number {
    let trips = 0;
    let ends = Number.NEGATIVE_INFINITY;
    for (const { began, ended } of [...this.calls].sort((a, b) => a.ended - b.ended)) {
      if (began < ends) continue;
      trips += 1;
      ends = ended;
    }
    return trips;
  }

  /** How often each command was called. */
  get counts(): Counts {
    return countsOf(this.calls.map(({ command }) => command));
  }
}
