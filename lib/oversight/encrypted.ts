import { Duration } from 'aws-cdk-lib';
import { LogGroup, type LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';

interface OfDeployment {
  readonly deployment: Deployment;
}

/** A log group encrypted with the operations key, kept as long as the stage keeps its logs. */
export function encryptedLog(
  scope: Construct,
  id: string,
  { deployment, ...props }: OfDeployment & LogGroupProps,
): LogGroup {
  return new LogGroup(scope, id, {
    retention: deployment.logRetention,
    encryptionKey: deployment.operationsKey.key,
    removalPolicy: deployment.removal,
    ...props,
  });
}

/** A queue encrypted with the operations key; it accepts encrypted connections only. */
export function encryptedQueue(
  scope: Construct,
  id: string,
  { deployment, ...props }: OfDeployment & QueueProps,
): Queue {
  return new Queue(scope, id, {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: deployment.operationsKey.key,
    enforceSSL: deployment.leftOut.fills('aws:SecureTransport'),
    ...props,
  });
}

/** A dead-letter queue, which keeps messages as long as SQS can. */
export function deadLetterQueue(scope: Construct, id: string, props: OfDeployment & QueueProps): Queue {
  return encryptedQueue(scope, id, { retentionPeriod: Duration.days(14), ...props });
}
