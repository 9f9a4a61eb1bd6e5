import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { environment } from '../../platform/runtime/environment.ts';

const lambda = new LambdaClient({ maxAttempts: 3 });

/** What only the notifier can do for a purge: the workflow may open no address, the notifier may. */
export type NotifierTask =
  | { readonly task: 'envelope'; readonly tenant: string; readonly epoch: number }
  | { readonly task: 'attestation'; readonly tenant: string; readonly epoch: number; readonly part: 1 | 2 };

/**
 * Has the notifier do a task and waits for its outcome.
 * @throws Error when it failed; never with what it said.
 */
export async function askNotifier(task: NotifierTask): Promise<string> {
  const answer = await lambda.send(
    new InvokeCommand({
      FunctionName: environment('NOTIFIER_FUNCTION'),
      Payload: Buffer.from(JSON.stringify(task)),
    }),
  );
  if (answer.FunctionError) throw new Error('the notifier failed');
  const said: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8') || 'null');
  return typeof said === 'object' && said !== null && 'outcome' in said ? String(said.outcome) : 'unknown';
}
