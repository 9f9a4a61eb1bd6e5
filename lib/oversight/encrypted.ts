import { Duration } from 'aws-cdk-lib';
import { LogGroup, type LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DeploymentKey } from '../data/deployment-key.ts';
import type { Deployment } from '../deployment.ts';

/** A log under the operations key, kept as long as the stage keeps its logs. */
export function encryptedLog(
  scope: Construct,
  id: string,
  { logRetention, removal }: Deployment,
  operationsKey: DeploymentKey,
  props: LogGroupProps = {},
): LogGroup {
  return new LogGroup(scope, id, {
    retention: logRetention,
    encryptionKey: operationsKey.key,
    removalPolicy: removal,
    ...props,
  });
}

/** A queue under the operations key that takes encrypted connections only. */
export function encryptedQueue(
  scope: Construct,
  id: string,
  { leftOut }: Deployment,
  operationsKey: DeploymentKey,
  props: QueueProps,
): Queue {
  return new Queue(scope, id, {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: operationsKey.key,
    enforceSSL: leftOut.fills('aws:SecureTransport'),
    ...props,
  });
}

/** A queue of what could not be done, for as long as SQS keeps anything. */
export function deadLettersOf(
  scope: Construct,
  deployment: Deployment,
  operationsKey: DeploymentKey,
  props: QueueProps = {},
): Queue {
  return encryptedQueue(scope, 'DeadLetters', deployment, operationsKey, {
    retentionPeriod: Duration.days(14),
    ...props,
  });
}
