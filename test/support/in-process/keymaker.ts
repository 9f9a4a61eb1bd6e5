/*
 * The keymaker as its queue calls it.
 *
 *   const { handler } = await import('../../../lambdas/functions/keymaker.ts');
 *   await attended(handler, { tenant });     // throws when the message is to come again
 */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { actingAs } from './acting.ts';

/** An event with one message of that body. */
export function messageOf(body: unknown, receiptHandle = 'none'): SQSEvent {
  const record = { messageId: 'message-1', receiptHandle, body: JSON.stringify(body) };
  return { Records: [record] } as SQSEvent;
}

/**
 * Hands the keymaker one message.
 * @throws Error when it could not be done
 */
export async function attended(
  handler: (event: SQSEvent) => Promise<SQSBatchResponse>,
  body: { readonly tenant: string },
): Promise<void> {
  const { batchItemFailures } = await actingAs('keymaker', () => handler(messageOf(body)));
  if (batchItemFailures.length > 0) throw new Error('the message is to come again');
}
