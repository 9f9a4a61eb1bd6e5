import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const sqs = new SQSClient({ maxAttempts: 3 });

/** Puts a message into a queue, as JSON. */
export async function sendMessage(queueUrl: string, message: unknown): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
}

/**
 * Has a message that was received come again after some seconds, sooner or later than its visibility would end.
 * @param receipt handle of the message as it was received.
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
