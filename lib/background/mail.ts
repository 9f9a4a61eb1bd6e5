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
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { deadLetterQueue, encryptedQueue } from '../oversight/encrypted.ts';

/** The sender when no address was configured: for a stage that mails nobody for real. */
const placeholder = 'vault@habeas.example';

export interface MailProps {
  readonly deployment: Deployment;
}

/** Mail to individuals and members: a queue of ids, its dead-letter queue, and the identity it is sent from. */
export class Mail extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #from: string;
  readonly #identity: EmailIdentity | undefined;
  readonly #configuration: ConfigurationSet;
  readonly #deployment: Deployment;

  constructor(scope: Construct, id: string, { deployment }: MailProps) {
    super(scope, id);
    const { stage } = deployment;
    this.#deployment = deployment;
    this.#from = stage.mailFrom ?? placeholder;
    const reuse = { dataKeyReuse: Duration.hours(1) };
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', { deployment, ...reuse });
    this.queue = encryptedQueue(this, 'Queue', {
      deployment,
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
    // SES mails whoever is to prove an address: nobody for the placeholder, but where mail stays on the machine.
    if (stage.mailFrom !== undefined || stage.name === 'local')
      this.#identity = new EmailIdentity(this, 'Identity', {
        identity:
          stage.mailDomain === undefined
            ? SesIdentity.email(this.#from)
            : SesIdentity.domain(stage.mailDomain),
        configurationSet: this.#configuration,
      });
  }

  /** The DNS records that the mail domain needs, by name; none where an address is verified instead. */
  get dkim(): Readonly<Record<string, string>> {
    if (!this.#identity || this.#deployment.stage.mailDomain === undefined) return {};
    return Object.fromEntries(
      this.#identity.dkimRecords.flatMap(({ name, value }, i) => [
        [`DkimName${i + 1}`, name],
        [`DkimValue${i + 1}`, value],
      ]),
    );
  }

  /** Lets a function announce due mail. */
  grantAnnounce(grantee: HabeasFunction): void {
    grantee.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    grantee.know('MAIL_QUEUE', this.queue.queueUrl);
    this.#deployment.operationsKey.admit('Queue', grantee.name, ['kms:GenerateDataKey', 'kms:Decrypt']);
  }

  /** Lets a function receive announcements and send mail. */
  grantSend(grantee: HabeasFunction): void {
    this.grantAnnounce(grantee);
    grantee.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    // Not an event source of CDK, which grants permissions by itself.
    grantee.lambda.addEventSourceMapping('Mail', {
      eventSourceArn: this.queue.queueArn,
      batchSize: 5,
      maxConcurrency: 4,
      reportBatchItemFailures: true,
    });
    if (this.#identity) this.#allowSending(grantee);
    grantee.know('MAIL_FROM', this.#from);
    grantee.know('MAIL_CONFIGURATION_SET', this.#configuration.configurationSetName);
  }
  /**
   * The sender is bound by its address. Its identity is not enough as a resource: in the sandbox, and for recipients
   * at a domain that the account has verified, SES asks for permission on the recipient's identity too.
   */
  #allowSending(grantee: HabeasFunction): void {
    const arnOf = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    grantee.allow(
      ['ses:SendEmail'],
      [arnOf('identity', '*'), arnOf('configuration-set', this.#configuration.configurationSetName)],
      { StringEquals: { 'ses:FromAddress': this.#from } },
    );
  }
}
