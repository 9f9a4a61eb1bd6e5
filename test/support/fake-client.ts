import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, vi } from 'vitest';

/** What a call is answered with: an output, or an error that is thrown. */
export type Reply = object | Error;

type Item = Record<string, AttributeValue>;
type TableName = 'vault-table' | 'keys-table' | 'evidence-table';

/** What tests look into; a command's input has the members that are the command's own. */
interface Input {
  readonly RequestItems: Record<
    TableName,
    { ConsistentRead: boolean; Keys: Record<'pk' | 'sk', { S: string }>[] }
  >;
  readonly TransactItems: readonly [
    Record<
      'Put' | 'Update' | 'Delete' | 'ConditionCheck',
      Record<'Item' | 'Key' | 'ExpressionAttributeValues', Item>
    >,
  ];
  readonly ClientRequestToken: string;
  readonly ExclusiveStartKey: Item;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Item;
  readonly Limit: number;
  readonly CiphertextBlob: Uint8Array;
  readonly EncryptionContext: Readonly<Record<string, string>>;
}

/** One call as it left the adapters. */
export interface Sent {
  readonly command: string;
  readonly input: Input;
}

/** Calls in their order. The first is taken to be there: a test that looks into it fails by itself where it is not. */
type Calls = Sent[] & { readonly 0: Sent };

/** As much of an SDK client as is needed to stand before it: each client has types of its own for the same thing. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: unknown,
        context: { readonly commandName?: string },
      ) => (args: { input: object }) => Promise<never>,
      options: { readonly step: 'initialize'; readonly name: string; readonly priority: 'high' },
    ): void;
    remove(name: string): boolean;
  };
}

/**
 * Answers calls of an exported client before they are serialised, in the order given or by a function; nothing
 * leaves the process. For the rules of the adapters alone: what AWS makes of a call, only AWS can tell.
 */
export function fakeClient(client: Client): {
  readonly sent: Calls;
  answer(...replies: readonly Reply[]): void;
  answerBy(reply: (sent: Sent, number: number) => Reply): void;
} {
  const sent = [] as Sent[] as Calls;
  let reply: (one: Sent, number: number) => Reply = () => ({});
  beforeEach(() => {
    vi.stubEnv('VAULT_TABLE', 'vault-table');
    vi.stubEnv('KEYS_TABLE', 'keys-table');
    vi.stubEnv('EVIDENCE_TABLE', 'evidence-table');
    sent.length = 0;
    reply = () => ({});
    client.middlewareStack.add(
      (_next, context) => async (args) => {
        const one = { command: String(context.commandName), input: structuredClone(args.input) as Input };
        sent.push(one);
        const answer = reply(one, sent.length);
        if (answer instanceof Error) throw answer;
        return { response: {}, output: { $metadata: {}, ...answer } } as never;
      },
      { step: 'initialize', name: 'fakeClient', priority: 'high' },
    );
  });
  afterEach(() => {
    client.middlewareStack.remove('fakeClient');
    vi.unstubAllEnvs();
  });
  return {
    sent,
    answer: (...replies) => {
      const left = [...replies];
      reply = () => left.shift() ?? new Error('more calls than replies');
    },
    answerBy: (by) => {
      reply = by;
    },
  };
}

/** Marshalled attributes as plain values; none where there are none. */
export const plain = (item: Item | undefined): Record<string, NativeAttributeValue> => unmarshall(item ?? {});
