import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, vi } from 'vitest';

/** What a call is answered with: an output, or an error that is thrown. */
export type Reply = object | Error;

/** One call as it left the adapters. */
export interface Sent {
  readonly command: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of every command, looked into by tests
  readonly input: any;
}

/** As much of an SDK client as is needed to stand before it. */
interface Client {
  readonly middlewareStack: {
    // biome-ignore lint/suspicious/noExplicitAny: each client has types of its own for the same thing
    add(middleware: any, options: { step: 'initialize'; name: string; priority: 'high' }): void;
    remove(name: string): boolean;
  };
}

/**
 * Answers calls of an exported client before they are serialised, in the order given or by a function; nothing
 * leaves the process. For the rules of the adapters alone: what AWS makes of a call, only AWS can tell.
 */
export function fakeClient(client: Client): {
  readonly sent: Sent[];
  answer(...replies: readonly Reply[]): void;
  answerBy(reply: (sent: Sent, number: number) => Reply): void;
} {
  const sent: Sent[] = [];
  let reply: (one: Sent, number: number) => Reply = () => ({});
  beforeEach(() => {
    vi.stubEnv('VAULT_TABLE', 'vault-table');
    vi.stubEnv('KEYS_TABLE', 'keys-table');
    vi.stubEnv('EVIDENCE_TABLE', 'evidence-table');
    sent.length = 0;
    reply = () => ({});
    client.middlewareStack.add(
      (_next: unknown, context: { commandName?: string }) => async (args: { input: object }) => {
        const one = { command: String(context.commandName), input: structuredClone(args.input) };
        sent.push(one);
        const answer = reply(one, sent.length);
        if (answer instanceof Error) throw answer;
        return { response: {}, output: { $metadata: {}, ...answer } };
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

/** Marshalled attributes as plain values. */
export const plain = (item: Parameters<typeof unmarshall>[0]): Record<string, NativeAttributeValue> =>
  unmarshall(item);
