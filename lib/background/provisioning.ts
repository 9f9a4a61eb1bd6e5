import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { deadLetterQueue, encryptedQueue } from '../oversight/encrypted.ts';

export interface ProvisioningProps {
  readonly deployment: Deployment;
}

/** How the keymaker is called: a queue of tenants to provision, and its dead letters. */
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
      // Six times what a run may take, as Lambda advises; the keymaker itself lets what failed come sooner.
      visibilityTimeout: Duration.minutes(11),
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
  }

  /** Lets a function say that a tenant is to be provisioned. */
  grantCall(grantee: HabeasFunction): void {
    grantee.allow(['sqs:SendMessage'], [this.#queue.queueArn]);
    this.#introduce(grantee);
  }

  /** Makes the keymaker attend to the queue: one tenant at a time, two at most at once. */
  grantAttend(keymaker: HabeasFunction): void {
    keymaker.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [this.#queue.queueArn],
    );
    this.#introduce(keymaker);
    keymaker.lambda.addEventSourceMapping('Provisioning', {
      eventSourceArn: this.#queue.queueArn,
      batchSize: 1,
      // As many as its reserved concurrency; AWS takes no less.
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
  }

  /** Tells a function where the queue is, and lets it use the key that encrypts it. */
  #introduce(grantee: HabeasFunction): void {
    grantee.know('KEYMAKER_QUEUE', this.#queue.queueUrl);
    this.#deployment.operationsKey.admit('Queue', grantee.name, ['kms:GenerateDataKey', 'kms:Decrypt']);
  }
}
