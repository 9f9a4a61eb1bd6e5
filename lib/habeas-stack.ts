import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { allOperations } from '../lambdas/api/operations.ts';
import { Firewall } from './api/firewall.ts';
import { Identity } from './api/identity.ts';
import { RestApi } from './api/rest-api.ts';
import { Mail } from './background/mail.ts';
import { Provisioning } from './background/provisioning.ts';
import { Schedules } from './background/schedules.ts';
import { Workflows } from './background/workflows.ts';
import { ExportBucket } from './data/export-bucket.ts';
import { Keys } from './data/keys.ts';
import { tablesOf } from './data/tables.ts';
import type { Deployment } from './deployment.ts';
import { settingsOf } from './deployment-settings.ts';
import type { Bundles } from './functions/bundle.ts';
import { functionsOf } from './functions/functions.ts';
import { grantAll } from './functions/permissions.ts';
import { Monitoring } from './oversight/monitoring.ts';
import type { Stage } from './stage.ts';

export interface HabeasStackProps extends StackProps {
  readonly stage: Stage;
  readonly bundles: Bundles;
}

/** A deployment of Habeas: composes its parts and grants the functions their permissions. */
export class HabeasStack extends Stack {
  constructor(scope: Construct, id: string, props: HabeasStackProps) {
    super(scope, id, props);
    const { stage, bundles } = props;
    const settings = settingsOf(this, stage);
    const keys = new Keys(this, 'Keys', { settings });
    const deployment: Deployment = { ...settings, operationsKey: keys.operations };
    const functions = functionsOf(this, { deployment, bundles });
    const api = new RestApi(this, 'RestApi', { deployment, operations: allOperations, functions });
    new Firewall(this, 'Firewall', { deployment }).protect(api.stage);

    const tables = tablesOf(this, deployment);
    const exports = new ExportBucket(this, 'Exports', { deployment });
    const identity = new Identity(this, 'Identity', { deployment });
    const mail = new Mail(this, 'Mail', { deployment });
    const provisioning = new Provisioning(this, 'Provisioning', { deployment });
    const workflows = new Workflows(this, 'Workflows', {
      deployment,
      called: functions,
      drillTable: tables.vault.drillName,
    });
    grantAll({ deployment, functions, tables, exports, keys, identity, mail, provisioning, workflows, api });

    const schedules = new Schedules(this, 'Schedules', { deployment, workflows, functions });
    const monitoring = new Monitoring(this, 'Monitoring', {
      deployment,
      api,
      functions: Object.values(functions),
      machines: {
        Retention: workflows.retention,
        Purge: workflows.purge,
        Export: workflows.export,
        RestoreDrill: workflows.restoreDrill,
      },
      queue: mail.queue,
      deadLetters: {
        Mail: mail.deadLetters,
        Provisioning: provisioning.deadLetters,
        Schedule: schedules.deadLetters,
      },
    });
    this.#tell({
      Url: api.baseUrl,
      ApiId: api.api.restApiId,
      ApiStage: api.stage.stageName,
      ...(api.domain && {
        DomainTarget: api.domain.domainNameAliasDomainName,
        DomainTargetZone: api.domain.domainNameAliasHostedZoneId,
      }),
      VaultTableName: tables.vault.name,
      KeysTableName: tables.keys.name,
      EvidenceTableName: tables.evidence.name,
      ExportsBucketName: exports.name,
      RetentionMachineArn: workflows.retention.stateMachineArn,
      PurgeMachineArn: workflows.purge.stateMachineArn,
      ExportMachineArn: workflows.export.stateMachineArn,
      RestoreDrillMachineArn: workflows.restoreDrill.stateMachineArn,
      Issuer: identity.issuer,
      ...(identity.userPool && { UserPoolId: identity.userPool.userPoolId, TokenScope: identity.tokenScope }),
      ...(identity.tokenEndpoint && { TokenEndpoint: identity.tokenEndpoint }),
      ...Object.fromEntries(
        [...identity.clients].map(([name, one]) => [`Client${name}`, one.userPoolClientId]),
      ),
      ...mail.dkim,
      MailQueueUrl: mail.queue.queueUrl,
      MailDeadLetterQueueUrl: mail.deadLetters.queueUrl,
      WorkflowFunctionName: functions.workflow.lambda.functionName,
      ExporterFunctionName: functions.exporter.lambda.functionName,
      RestoreFunctionName: functions.restore.lambda.functionName,
      NotifierFunctionName: functions.notifier.lambda.functionName,
      AlarmTopicArn: monitoring.topic.topicArn,
      LeftOut: deployment.leftOut.describe(),
    });
  }

  #tell(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
