import { randomBytes } from 'node:crypto';
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { RecordedCall } from '../../test/support/system/recorded-calls.ts';

/** The four calls of a warm read, ready to be sent. */
interface Prepared {
  readonly batch: BatchGetItemCommand;
  readonly queries: readonly QueryCommand[];
  readonly transaction: TransactWriteItemsCommand;
}

/** The AWS SDK alone: sends the calls of a consent-gated read in the same order, and ignores the answers. */
export class BareRead {
  readonly #client = new DynamoDBClient({ maxAttempts: 4 });
  readonly #recorded: readonly RecordedCall[];

  /** @param recorded the calls of one warm read */
  constructor(recorded: readonly RecordedCall[]) {
    this.#recorded = recorded;
  }

  /** The calls, prepared beforehand, so that a measurement contains only the sending. */
  prepare(): Prepared {
    return {
      batch: new BatchGetItemCommand(this.#one<BatchGetItemCommandInput>('BatchGetItemCommand')),
      queries: this.#inputs<QueryCommandInput>('QueryCommand').map((input) => new QueryCommand(input)),
      transaction: new TransactWriteItemsCommand(
        asAnother(this.#one<TransactWriteItemsCommandInput>('TransactWriteItemsCommand')),
      ),
    };
  }

  /** Sends the reads concurrently, then the transaction, as the handler does. */
  async send({ batch, queries, transaction }: Prepared): Promise<void> {
    await Promise.all([this.#client.send(batch), ...queries.map((query) => this.#client.send(query))]);
    await this.#client.send(transaction);
  }

  #one<I extends object>(command: string): I {
    const [input, ...more] = this.#inputs<I>(command);
    if (!input || more.length > 0) throw new Error(`a warm read sends ${command} once`);
    return input;
  }

  #inputs<I extends object>(command: string): I[] {
    return this.#recorded.filter((call) => call.command === command).map(({ input }) => input as I);
  }
}

/** The same transaction with new rows, since entries, leaf hashes and disclosures are written only once. */
function asAnother(input: TransactWriteItemsCommandInput): TransactWriteItemsCommandInput {
  const items = (input.TransactItems ?? []).map((item) => {
    const sk = item.Put?.Item?.sk?.S;
    if (!item.Put || sk === undefined) return item;
    const other = sk.slice(0, -16) + randomBytes(8).toString('hex');
    return { ...item, Put: { ...item.Put, Item: { ...item.Put.Item, sk: { S: other } } } };
  });
  return { TransactItems: items, ClientRequestToken: crypto.randomUUID() };
}
