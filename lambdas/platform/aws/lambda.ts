import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({ maxAttempts: 3 });
const bytesOf = (payload: unknown) => Buffer.from(JSON.stringify(payload), 'utf8');

/** Has a function called and does not wait for it. */
export async function callSoon(functionName: string, payload: unknown): Promise<void> {
  await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: bytesOf(payload),
    }),
  );
}

/**
 * Calls a function and waits for what it answers; null when it answers nothing.
 * @throws Error when it failed; never with what it said.
 */
export async function callAndWait(functionName: string, payload: unknown): Promise<unknown> {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: bytesOf(payload) }),
  );
  if (answer.FunctionError) throw new Error('a function failed that was called');
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8') || 'null');
}
