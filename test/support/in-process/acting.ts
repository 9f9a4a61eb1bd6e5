/*
 * What functions ask of AWS while they serve in this process, and which of them it is. Callers of a function say so:
 *
 *   const calls = recordCalls({ Lambda: { Invoke: () => answer } });    // before the functions are called
 *   await actingAs('notifier', () => handler(event));
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import process from 'node:process';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { FunctionName } from '../../../lambdas/api/functions.ts';

const actor = new AsyncLocalStorage<FunctionName>();

/** Does something as one of the functions. */
export function actingAs<T>(name: FunctionName, act: () => T): T {
  return actor.run(name, act);
}

/**
 * One call to AWS: `command` without the word at its end, such as `Query`; for S3 the method, with the path as input.
 */
export interface Call {
  readonly by: FunctionName;
  readonly service: keyof typeof services | 'S3';
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const services = {
  DynamoDB: DynamoDBClient,
  KMS: KMSClient,
  Lambda: LambdaClient,
  SES: SESv2Client,
  SFN: SFNClient,
  SQS: SQSClient,
} as const;

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

/** Calls that functions made, and an end to recording them: the next test file is served by the same process. */
export interface Recording {
  readonly calls: readonly Call[];
  stop(): void;
}

/**
 * Records every call that a function makes in this process from now on.
 * @param invoke answers calls of other functions, which never reach AWS
 */
export function recordCalls(invoke: (input: Call['input']) => Promise<unknown>): Recording {
  const calls: Call[] = [];
  for (const [service, { prototype }] of Object.entries(services) as [
    Call['service'],
    typeof DynamoDBClient,
  ][]) {
    const whatAllInherit: DynamoDBClient = Object.getPrototypeOf(prototype);
    const recorded = function (this: unknown, command: Command, ...more: unknown[]) {
      const by = actor.getStore();
      const name = command.constructor.name.replace(/Command$/, '');
      if (by !== undefined) calls.push({ by, service, command: name, input: command.input });
      if (by !== undefined && service === 'Lambda') return invoke(command.input);
      return Reflect.apply(whatAllInherit.send as () => unknown, this, [command, ...more]);
    };
    Object.defineProperty(prototype, 'send', { value: recorded, configurable: true });
  }
  // S3 is called without its SDK.
  const sent = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    const by = actor.getStore();
    if (by !== undefined && request.path.startsWith(`/${process.env.EXPORTS_BUCKET}/`))
      calls.push({ by, service: 'S3', command: request.method, input: { path: request.path } });
  };
  subscribe('http.client.request.created', sent);
  return {
    calls,
    stop() {
      for (const { prototype } of Object.values(services)) Reflect.deleteProperty(prototype, 'send');
      unsubscribe('http.client.request.created', sent);
    },
  };
}
