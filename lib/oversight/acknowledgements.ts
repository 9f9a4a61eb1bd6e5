import { type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Findings of the rule packs that are accepted, and why. */
export interface Acknowledgement {
  /** Ids of the rules, as the packs name them. */
  readonly rules: readonly string[];
  /** Paths of the constructs below the stack; the whole stack where none is named. */
  readonly where?: readonly string[];
  readonly reason: string;
}

/** The same rule in both packs: `HIPAA.Security-X` and `NIST.800.53.R5-X`. */
const inBoth = (...names: string[]) =>
  names.flatMap((name) => [`HIPAA.Security-${name}`, `NIST.800.53.R5-${name}`]);

/** The only list, for review: every line states its reason. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    rules: ['AwsSolutions-APIG2'],
    where: ['RestApi'],
    reason:
      'Handlers validate every input against the schemas of the operations table and name each fault by its JSON pointer, which request models cannot (ADR 9).',
  },
  {
    rules: ['AwsSolutions-APIG6', ...inBoth('APIGWExecutionLoggingEnabled')],
    where: ['RestApi'],
    reason:
      'Execution logs quote requests and go to a log group that cannot be encrypted beforehand. The access log and one line per call of each function say which operation ended how.',
  },
  {
    rules: inBoth('APIGWCacheEnabledAndEncrypted'),
    where: ['RestApi'],
    reason: 'Nothing is cached: a cached answer would outlive a withdrawal.',
  },
  {
    rules: inBoth('APIGWSSLEnabled'),
    where: ['RestApi'],
    reason:
      'All integrations are Lambda functions, which API Gateway calls by IAM, not by a client certificate.',
  },
  {
    rules: [
      'Serverless-APIGWXrayEnabled',
      'HIPAA.Security-APIGWXrayEnabled',
      'Serverless-LambdaTracing',
      'AwsSolutions-SF2',
      'Serverless-StepFunctionStateMachineXray',
    ],
    reason:
      'Traces would carry paths, and ids of people in them, to a store outside the keys of this stack. One request id joins access log, function log and audit entry instead.',
  },
  {
    rules: inBoth('IAMNoInlinePolicy'),
    reason:
      'Each policy belongs to exactly one role and is deployed and removed with it; none is shared, which is what a managed policy is for.',
  },
  {
    rules: ['Serverless-LambdaDLQ', ...inBoth('LambdaDLQ')],
    reason:
      'Functions are called by API Gateway, Step Functions, SQS and Scheduler, which retry and keep what failed. No function calls another asynchronously.',
  },
  {
    rules: ['Serverless-LambdaEventSourceMappingDestination'],
    where: ['Notifier', 'Keymaker'],
    reason:
      'The queues of mail and fresh links share a dead-letter queue, that of provisioning has its own, each with an alarm.',
  },
  {
    rules: inBoth('LambdaConcurrency'),
    reason:
      'Reserved concurrency needs a raised quota of the account: `-c reserveConcurrency=yes` sets it for the functions that must not starve.',
  },
  {
    rules: inBoth('LambdaInsideVPC'),
    reason:
      'Functions reach nothing but AWS services over TLS, with IAM; a VPC would add routes to guard and no secrecy.',
  },
  {
    rules: inBoth('DynamoDBInBackupPlan'),
    reason:
      'Point-in-time recovery is the backup: a copy that outlived its 35 days (7 for keys) would outlive erasure.',
  },
  {
    rules: ['AwsSolutions-S1', ...inBoth('S3BucketLoggingEnabled')],
    where: ['Exports'],
    reason:
      'Only functions reach the bucket, and each of them writes a line for every call; who fetched an export stands in the audit log.',
  },
  {
    rules: inBoth('S3BucketVersioningEnabled', 'S3BucketReplicationEnabled'),
    where: ['Exports'],
    reason: 'A version or a copy would outlive the deletion of an object; an export can be made again.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::<ExportsBucket54D5CE64.Arn>/exports/*]'],
    where: ['Eraser/Role', 'Tenants/Role', 'Exporter/Role'],
    reason: 'Objects are named when they are made; it is the one prefix that the bucket is used below.',
  },
  {
    rules: ['Serverless-SQSRedrivePolicy'],
    where: ['Mail/DeadLetters', 'Provisioning/DeadLetters', 'Schedules/DeadLetters'],
    reason: 'It is a dead-letter queue itself.',
  },
  {
    rules: ['Serverless-EventBusDLQ'],
    where: ['Mail'],
    reason:
      'Its dead letters would hold the address that a mail went to; without them EventBridge tries for a day.',
  },
  {
    rules: ['AwsSolutions-SQS3'],
    where: ['Schedules/DeadLetters'],
    reason: 'It is the dead-letter queue of the schedules, which the rule does not look at.',
  },
  {
    rules: ['Serverless-SNSRedrivePolicy'],
    where: ['Monitoring'],
    reason: 'The subscription is a mail address; what SNS cannot deliver by mail no queue would deliver.',
  },
  {
    rules: ['AwsSolutions-COG8'],
    where: ['Identity'],
    reason:
      'Members sign in with a second factor by the user pool, or by the company’s own issuer; risk scoring by the plus plan is priced per user and left to the company.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions'],
    where: ['Keymaker/Role'],
    reason:
      'A key that is yet to be made has no ARN (conditions say what it may be), and ListKeys has no resource level.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]'],
    where: ['Eraser/Role'],
    reason:
      'Whether a tenant’s key is gone can be asked only by a role’s own policy: the key’s went with it. It reads metadata, and opens nothing.',
  },
  {
    rules: [
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
    ],
    where: ['Notifier/Role'],
    reason:
      'SES asks for permission on identities of recipients too; a condition binds the only address that may send.',
  },
  {
    rules: ['dev', 'prod'].flatMap((stage) =>
      ['', '/index/listing'].map(
        (index) =>
          `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/Restored-${stage}-*${index}]`,
      ),
    ),
    where: ['Restore/Role'],
    reason:
      'A restored table is named by whoever restores it; no table that functions serve from at first is called so.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::*]'],
    where: ['RestApi/LogWriter'],
    reason: 'API Gateway has one log role per Region and refuses one that may write to fewer log groups.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::*]'],
    where: [
      'Workflows/PurgeRole',
      'Workflows/RetentionRole',
      'Workflows/ExportRole',
      'Workflows/RestoreDrillRole',
    ],
    reason: 'Log deliveries, by which Step Functions writes its log, have no resource level.',
  },
  {
    rules: ['WorkflowsPurge5233CB18', 'WorkflowsRetention8D29614E'].map(
      (machine) =>
        `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine}.Name>:*]`,
    ),
    where: ['Workflows/Run'],
    reason: 'Executions are named when they start; the pattern is limited to the two state machines.',
  },
];

/** Acknowledges the findings of the list. Any other finding fails the synthesis. */
export function acknowledge(stack: Stack): void {
  for (const { rules, where = [''], reason } of acknowledgements)
    for (const path of where) {
      const construct = path
        .split('/')
        .filter((id) => id !== '')
        .reduce<IConstruct>((scope, id) => scope.node.findChild(id), stack);
      for (const id of rules) Validations.of(construct).acknowledge({ id, reason });
    }
}
