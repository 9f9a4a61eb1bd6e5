import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { patient } from '../runtime/patience.ts';

const sqs = new SQSClient(patient({ tries: 3 }));

/** Puts a message into a queue, as JSON. */
export async function sendMessage(queueUrl: string, message: unknown): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
}

/**
 * Makes a received message visible again after so many seconds, sooner or later than its visibility timeout would.
 * @param receipt the receipt handle of the message.
 */
export async function postponeMessage(queueUrl: string, receipt: string, seconds: number): Promise<void> {
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle: receipt,
      VisibilityTimeout: seconds,
    }),
  );
}
