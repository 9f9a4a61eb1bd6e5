/*
 * AWS for a rehearsal: tables, objects, mails and executions in memory, KMS as the emulator answers once. Every call
 * that a process makes is counted, and one of them can go wrong. Call it before anything below lambdas/ is imported.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { KMSClient, KMSInvalidStateException, NotFoundException } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import { refuseBeyondLimits } from '../in-process/aws-limits.ts';
import { cancelled, memoryTables } from './tables.ts';

/** How one call of a process goes wrong. */
export const faults = ['killed before', 'killed after', 'answer lost', 'throttled', 'in conflict'] as const;
export type Fault = (typeof faults)[number];

/** A process: what it has called, and which of its calls goes wrong. */
export interface Process {
  readonly calls: string[];
  readonly fault?: { readonly call: number; readonly how: Fault } | undefined;
  dead: boolean;
}

/** A call that came to the tables, and its answer. */
export interface Asked {
  readonly command: string;
  readonly input: object;
  readonly answer: Answer;
}
type Answer = object | 'cancelled';

type Input = Record<string, unknown>;
type Command = { readonly constructor: { readonly name: string }; readonly input: Input };
const services = { DynamoDBClient, KMSClient, LambdaClient, SESv2Client, SFNClient, SQSClient } as const;
type Service = keyof typeof services;

/** What lies outside the tables. */
interface Outside {
  readonly mails: string[];
  readonly executions: string[];
  /** Keys whose deletion was ordered. */
  readonly ordered: ReadonlySet<string>;
}

/** @param notifier answers a call of the function `notifier` */
export function rehearsedAws(notifier: (payload: unknown) => Promise<unknown>) {
  const tables = memoryTables();
  const running = new AsyncLocalStorage<Process>();
  const remembered = new Map<string, object>();
  let outside: Outside = { mails: [], executions: [], ordered: new Set() };
  let marked = outside;
  /** The keys that AWS has destroyed. */
  const gone = new Set<unknown>();
  const asked: Asked[] = [];
  const sends = new Map<Service, unknown>();
  const emulator = new DynamoDBClient();

  const effectOf = async (service: Service, name: string, input: Input, real: () => Promise<object>) => {
    switch (service) {
      case 'DynamoDBClient': {
        if (!tables.knows(name)) return real();
        // What a process does is taken back.
        if (running.getStore()) return tables.answer(name, input);
        try {
          const answer = tables.answer(name, input);
          asked.push({ command: name, input, answer });
          return answer;
        } catch (error) {
          asked.push({ command: name, input, answer: 'cancelled' });
          throw error;
        }
      }
      case 'KMSClient':
        return kms(name, input, real);
      case 'LambdaClient':
        return { Payload: Buffer.from(JSON.stringify(await notifier(JSON.parse(String(input.Payload))))) };
      case 'SESv2Client':
        outside = { ...outside, mails: [...outside.mails, JSON.stringify(input.Destination)] };
        return {};
      case 'SFNClient':
        if (name === 'StartExecution')
          outside = { ...outside, executions: [...outside.executions, String(input.name)] };
        return /^(?:Start|Describe|List)Executions?$/.test(name)
          ? { executions: [], status: 'SUCCEEDED' }
          : real();
      case 'SQSClient':
        return name === 'SendMessage' ? {} : real();
    }
  };

  const kms = async (name: string, input: Input, real: () => Promise<object>): Promise<object> => {
    const key = String(input.KeyId);
    if (gone.has(key)) throw new NotFoundException({ message: 'no such key', $metadata: {} });
    if (name === 'ScheduleKeyDeletion') {
      if (outside.ordered.has(key)) throw new KMSInvalidStateException({ message: 'pending', $metadata: {} });
      outside = { ...outside, ordered: new Set([...outside.ordered, key]) };
      return {};
    }
    if (name === 'DescribeKey' && outside.ordered.has(key))
      return {
        KeyMetadata: { KeyState: 'PendingDeletion', DeletionDate: new Date(Date.now() + 7 * 86_400_000) },
      };
    if (!/^(?:Sign|GenerateMac|GenerateDataKey|Decrypt|GetPublicKey)$/.test(name)) return real();
    // Nobody looks at signatures here: one stands for all.
    const mark = name === 'Sign' ? `Sign ${key}` : `${name} ${JSON.stringify(input)}`;
    const answer = remembered.get(mark) ?? (await real());
    remembered.set(mark, answer);
    // Whoever gets a key wipes it.
    return structuredClone(answer);
  };

  /** Makes a call of the process that runs, unless it is to go wrong. */
  const called = async <T extends object>(
    name: string,
    input: Input,
    effect: () => Promise<T>,
  ): Promise<T> => {
    const process = running.getStore();
    if (!process) return effect();
    await Promise.resolve();
    if (process.dead) throw killed();
    process.calls.push(name);
    if (process.fault?.call !== process.calls.length) return effect();
    switch (process.fault.how) {
      case 'killed before':
        process.dead = true;
        throw killed();
      case 'killed after':
        await effect();
        process.dead = true;
        throw killed();
      case 'answer lost':
        await effect();
        return effect();
      case 'throttled':
        if (!/^(?:Query|Scan|Batch|Transact)/.test(name)) return effect();
        throw new ProvisionedThroughputExceededException({ message: 'too fast', $metadata: {} });
      case 'in conflict':
        return inPart(name, input, effect);
    }
  };

  /** As DynamoDB does a part of what it is asked for, or puts off a transaction that meets another one. */
  const inPart = async <T extends object>(name: string, input: Input, effect: () => Promise<T>) => {
    if (name === 'TransactWriteItems')
      throw cancelled(['TransactionConflict', ...Array<string>(99).fill('None')]);
    if (name === 'BatchWriteItem') {
      const [[table = '', requests = []] = []] = Object.entries(
        input.RequestItems as Record<string, object[]>,
      );
      const half = Math.floor(requests.length / 2);
      const rest = { UnprocessedItems: { [table]: requests.slice(half) } };
      return {
        ...tables.answer(name, { RequestItems: { [table]: requests.slice(0, half) } }),
        ...rest,
      } as unknown as T;
    }
    if (name === 'BatchExecuteStatement') {
      const [, ...rest] = (input.Statements as object[] | undefined) ?? [];
      const { Responses } = tables.answer(name, { Statements: rest }) as { Responses: object[] };
      return { Responses: [{ Error: { Code: 'TransactionConflict' } }, ...Responses] } as unknown as T;
    }
    if (name === 'Query') return tables.answer(name, { Limit: 1, ...input } as QueryCommandInput) as T;
    return effect();
  };

  // Beneath what stands in for AWS here, so that it is still there afterwards.
  refuseBeyondLimits();
  const former = new Map<object, PropertyDescriptor | undefined>();
  for (const [service, { prototype }] of Object.entries(services) as [Service, typeof DynamoDBClient][]) {
    const send: unknown = prototype.send;
    sends.set(service, send);
    former.set(prototype, Object.getOwnPropertyDescriptor(prototype, 'send'));
    const value = function (this: unknown, command: Command, ...more: unknown[]) {
      const name = command.constructor.name.replace(/Command$/, '');
      const real = () => Reflect.apply(send as () => Promise<object>, this, [command, ...more]);
      return called(name, command.input, () => effectOf(service, name, command.input, real));
    };
    Object.defineProperty(prototype, 'send', { value, configurable: true, writable: true });
  }

  // No object is ever made here: what there is of them is asked once.
  const asks =
    (name: string, real: (...given: unknown[]) => unknown) =>
    (...given: unknown[]) => {
      const mark = `S3 ${name} ${JSON.stringify(given)}`;
      const effect = async () => {
        const answer = remembered.get(mark) ?? (await whole(real(...given)));
        remembered.set(mark, answer);
        return answer;
      };
      return eitherWay(() => called(`${name}Object`, {}, effect));
    };
  vi.doMock('../../../lambdas/platform/aws/s3.ts', async (original) =>
    Object.fromEntries(
      Object.entries(await original<Record<string, () => unknown>>()).map(([name, real]) => [
        name,
        asks(name, real),
      ]),
    ),
  );

  return {
    tables,
    gone,
    /** Does something as a process of its own. */
    async as<T>(
      act: () => Promise<T>,
      fault?: Process['fault'],
    ): Promise<{ process: Process; result?: T; error?: unknown }> {
      const process: Process = { calls: [], fault, dead: false };
      try {
        return { process, result: await running.run(process, act) };
      } catch (error) {
        return { process, error };
      } finally {
        // What it has not waited for comes to nothing.
        process.dead = true;
      }
    },
    /** From now on changes are noted. */
    mark(): void {
      tables.mark();
      marked = outside;
    },
    /** Takes back what has changed since the mark. */
    restore(): void {
      tables.restore();
      outside = marked;
    },
    /** What was done outside the tables since the mark, each once. */
    outside: (): string[] => [
      ...new Set([
        ...outside.mails.slice(marked.mails.length).map((to) => `mail ${to}`),
        ...outside.executions.slice(marked.executions.length).map((name) => `execution ${name}`),
        ...[...outside.ordered].filter((key) => !marked.ordered.has(key)).map((key) => `ordered ${key}`),
      ]),
    ],
    /** Everything that the tables were asked outside of processes, from the beginning on. */
    asked: asked as readonly Asked[],
    /** Asks the emulator the same. */
    async reallyAsked({ command, input }: Asked): Promise<Answer> {
      const send = sends.get('DynamoDBClient') as () => Promise<object>;
      try {
        return await Reflect.apply(send, emulator, [commandOf(command, input)]);
      } catch (error) {
        if (error instanceof Error && error.name === 'TransactionCanceledException') return 'cancelled';
        throw error;
      }
    },
    stop(): void {
      for (const [prototype, send] of former)
        if (send) Object.defineProperty(prototype, 'send', send);
        else Reflect.deleteProperty(prototype, 'send');
    },
  };
}

const commands = {
  BatchExecuteStatement: BatchExecuteStatementCommand,
  BatchGetItem: BatchGetItemCommand,
  BatchWriteItem: BatchWriteItemCommand,
  Query: QueryCommand,
  TransactWriteItems: TransactWriteItemsCommand,
} as const;
const commandOf = (name: string, input: object): object =>
  Reflect.construct(commands[name as keyof typeof commands], [input]);
const killed = () => new Error('the process was killed by the test');

/** A page after the other, or the one answer. */
async function whole(answer: unknown): Promise<object> {
  const one: object = Object(await answer);
  if (!(Symbol.asyncIterator in one)) return one;
  const pages: unknown[] = [];
  for await (const page of one as AsyncIterable<unknown>) pages.push(page);
  return pages;
}

/** What can be awaited, or walked through, by whoever called. */
const eitherWay = (call: () => Promise<object>) => ({
  // biome-ignore lint/suspicious/noThenProperty: it stands for a promise.
  then: (...given: Parameters<Promise<object>['then']>) => call().then(...given),
  async *[Symbol.asyncIterator]() {
    yield* (await call()) as object[];
  },
});

export type RehearsedAws = ReturnType<typeof rehearsedAws>;
