import { Duration, Stack } from 'aws-cdk-lib';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity as SesIdentity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeploymentKey } from '../data/deployment-key.ts';
import type { Deployment } from '../deployment.ts';
import type { Zone } from '../functions/function.ts';
import { deadLettersOf, encryptedQueue } from '../oversight/encrypted.ts';

/** Where mail comes from when no address was configured: good for a stage that mails nobody for real. */
const placeholder = 'vault@habeas.example';

/** Mail to individuals and members: a queue of ids, its dead letters, and the identity it is sent from. */
export class Mail extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #from: string;
  readonly #signsByDomain: boolean;
  readonly #identity: EmailIdentity;
  readonly #configuration: ConfigurationSet;
  readonly #operationsKey: DeploymentKey;

  constructor(scope: Construct, deployment: Deployment, operationsKey: DeploymentKey) {
    super(scope, 'Mail');
    const { stage } = deployment;
    this.#operationsKey = operationsKey;
    this.#from = stage.mailFrom ?? placeholder;
    this.#signsByDomain = stage.mailDomain !== undefined;
    const reuse = { dataKeyReuse: Duration.hours(1) };
    this.deadLetters = deadLettersOf(this, deployment, operationsKey, reuse);
    this.queue = encryptedQueue(this, 'Queue', deployment, operationsKey, {
      ...reuse,
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.#configuration = new ConfigurationSet(this, 'Configuration', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.#identity = new EmailIdentity(this, 'Identity', {
      identity:
        stage.mailDomain === undefined ? SesIdentity.email(this.#from) : SesIdentity.domain(stage.mailDomain),
      configurationSet: this.#configuration,
    });
  }

  /** The records that the mail domain's DNS needs, by name; none where an address is verified instead. */
  get dkim(): Readonly<Record<string, string>> {
    if (!this.#signsByDomain) return {};
    return Object.fromEntries(
      this.#identity.dkimRecords.flatMap(({ name, value }, i) => [
        [`DkimName${i + 1}`, name],
        [`DkimValue${i + 1}`, value],
      ]),
    );
  }

  /** Lets a zone say that mail is due. */
  grantAnnounce(...zones: readonly Zone[]): void {
    for (const zone of zones) {
      zone.allow(['sqs:SendMessage'], [this.queue.queueArn]);
      zone.know('MAIL_QUEUE', this.queue.queueUrl);
      this.#operationsKey.admit('Queue', zone.name, ['kms:GenerateDataKey', 'kms:Decrypt']);
    }
  }

  /** Makes a zone the one that sends. */
  grantSend(zone: Zone): void {
    this.grantAnnounce(zone);
    const { partition, region, account } = Stack.of(this);
    zone.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    // Not by an event source of CDK's, which grants what it sees fit.
    zone.function.addEventSourceMapping('Mail', {
      eventSourceArn: this.queue.queueArn,
      batchSize: 5,
      maxConcurrency: 4,
      reportBatchItemFailures: true,
    });
    zone.allow(
      ['ses:SendEmail'],
      [
        this.#identity.emailIdentityArn,
        `arn:${partition}:ses:${region}:${account}:configuration-set/${this.#configuration.configurationSetName}`,
      ],
      { StringEquals: { 'ses:FromAddress': this.#from } },
    );
    zone.know('MAIL_FROM', this.#from);
    zone.know('MAIL_CONFIGURATION_SET', this.#configuration.configurationSetName);
  }
}
