import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { deadLetterQueue, encryptedQueue } from '../oversight/encrypted.ts';

export interface ProvisioningProps {
  readonly deployment: Deployment;
}

/** The queue by which the keymaker is called, with tenants to provision, and its dead-letter queue. */
export class Provisioning extends Construct {
  readonly deadLetters: Queue;
  readonly #queue: Queue;
  readonly #deployment: Deployment;

  constructor(scope: Construct, id: string, { deployment }: ProvisioningProps) {
    super(scope, id);
    this.#deployment = deployment;
    const reuse = { dataKeyReuse: Duration.hours(1) };
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', { deployment, ...reuse });
    this.#queue = encryptedQueue(this, 'Queue', {
      deployment,
      ...reuse,
      // Six times the longest run, as Lambda advises; the keymaker itself shortens it for messages that failed.
      visibilityTimeout: Duration.minutes(11),
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
  }

  /** Lets a function send tenants to provision. */
  grantCall(grantee: HabeasFunction): void {
    grantee.allow(['sqs:SendMessage'], [this.#queue.queueArn]);
    this.#introduce(grantee);
  }

  /** Lets the keymaker receive messages: one tenant per call, at most two calls at once. */
  grantReceive(keymaker: HabeasFunction): void {
    keymaker.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [this.#queue.queueArn],
    );
    this.#introduce(keymaker);
    keymaker.lambda.addEventSourceMapping('Provisioning', {
      eventSourceArn: this.#queue.queueArn,
      batchSize: 1,
      // Equal to its reserved concurrency; AWS accepts no smaller value.
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
  }

  /** Configures a function with the queue, and lets it use the key that encrypts the queue. */
  #introduce(grantee: HabeasFunction): void {
    grantee.know('KEYMAKER_QUEUE', this.#queue.queueUrl);
    this.#deployment.operationsKey.admit('Queue', grantee.name, ['kms:GenerateDataKey', 'kms:Decrypt']);
  }
}
