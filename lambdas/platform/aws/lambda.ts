import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { patient } from '../runtime/patience.ts';

// The function that is called may take a minute.
const lambda = new LambdaClient(patient({ seconds: 65, tries: 3 }));
const bytesOf = (payload: unknown) => Buffer.from(JSON.stringify(payload), 'utf8');

/**
 * Calls a function and waits for its answer; null when it answers nothing.
 * @throws Error when the function failed; the function's own message is not in it
 */
export async function callAndWait(functionName: string, payload: unknown): Promise<unknown> {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: bytesOf(payload) }),
  );
  if (answer.FunctionError) throw new Error('a function failed that was called');
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8') || 'null');
}
