import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule, EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity as SesIdentity,
} from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { deadLetterQueue, encryptedQueue } from '../oversight/encrypted.ts';

/** The sender when no address was configured: for a stage that mails nobody for real. */
const placeholder = 'vault@habeas.example';

/** Temporary failures after which a mail was not delivered; of an automatic answer SES says `General`. */
const turnedAway = ['MailboxFull', 'MessageTooLarge', 'ContentRejected', 'AttachmentRejected'] as const;

export interface MailProps {
  readonly deployment: Deployment;
}

/**
 * Mail to individuals and members: a queue of ids, one of requests for fresh links, the dead-letter queue of both, and
 * the identity that mail is sent from.
 */
export class Mail extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #renewals: Queue;
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
    const received = {
      deployment,
      ...reuse,
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    };
    this.queue = encryptedQueue(this, 'Queue', received);
    this.#renewals = encryptedQueue(this, 'Renewals', received);
    this.#configuration = new ConfigurationSet(this, 'Configuration', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      // The list of SES would keep addresses for ever, and drop mail to them without a word.
      disableSuppressionList: true,
    });
    this.#takeBack();
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

  /**
   * Brings mail that did not arrive back to the queue. Of the event, which holds the address, only what happened and
   * the ids that the mail was sent with go on.
   */
  #takeBack(): void {
    const { operationsKey, leftOut } = this.#deployment;
    const types = ['AWS::SES::ConfigurationSetEventDestination', 'AWS::Events::Rule'].map((one) =>
      leftOut.takes(one),
    );
    if (types.includes(false)) return;
    this.#configuration.addEventDestination('Returns', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
    });
    const mail = { tags: { 'ses:configuration-set': [this.#configuration.configurationSetName] } };
    const rule = new CfnRule(this, 'Returned', {
      eventPattern: {
        source: ['aws.ses'],
        $or: [
          { detail: { mail, eventType: ['Bounce'], bounce: { bounceType: ['Permanent', 'Undetermined'] } } },
          { detail: { mail, eventType: ['Bounce'], bounce: { bounceSubType: [...turnedAway] } } },
          { detail: { mail, eventType: ['Complaint', 'Reject'] } },
        ],
      },
      targets: [
        {
          id: 'MailQueue',
          arn: this.queue.queueArn,
          inputTransformer: {
            inputPathsMap: { event: '$.detail.eventType', tags: '$.detail.mail.tags' },
            inputTemplate: '{"returned": <event>, "tags": <tags>}',
          },
        },
      ],
    });
    const events = new ServicePrincipal('events.amazonaws.com');
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'MailComesBack',
        principals: [events],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
      }),
    );
    // For an encrypted queue EventBridge names no source to KMS; the queue's policy admits this one rule.
    operationsKey.admitService('MailComesBack', 'events.amazonaws.com', [
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ]);
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

  /** Lets a function ask for fresh links. They have a queue of their own: whoever floods it delays no code. */
  grantRenew(grantee: HabeasFunction): void {
    grantee.allow(['sqs:SendMessage'], [this.#renewals.queueArn]);
    grantee.know('RENEWAL_QUEUE', this.#renewals.queueUrl);
    this.#deployment.operationsKey.admit('Queue', grantee.name, ['kms:GenerateDataKey', 'kms:Decrypt']);
  }

  /** Lets a function receive announcements and requests for fresh links, and send mail. */
  grantSend(grantee: HabeasFunction): void {
    this.grantAnnounce(grantee);
    grantee.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn, this.#renewals.queueArn],
    );
    // Not event sources of CDK, which grant permissions by themselves.
    const received = { batchSize: 5, reportBatchItemFailures: true };
    grantee.lambda.addEventSourceMapping('Mail', {
      eventSourceArn: this.queue.queueArn,
      maxConcurrency: 4,
      ...received,
    });
    grantee.lambda.addEventSourceMapping('Renewals', {
      eventSourceArn: this.#renewals.queueArn,
      maxConcurrency: 2,
      ...received,
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
