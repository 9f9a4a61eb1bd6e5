import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { allOperations } from '../lambdas/api/operations.ts';
import { Firewall } from './api/firewall.ts';
import { Identity } from './api/identity.ts';
import { RestApi } from './api/rest-api.ts';
import { Mail } from './background/mail.ts';
import { Schedules } from './background/schedules.ts';
import { Workflows } from './background/workflows.ts';
import { Keys } from './data/keys.ts';
import { tablesOf } from './data/tables.ts';
import { deploymentOf } from './deployment.ts';
import { type Bundles, type FunctionZone, functionZones } from './functions/bundle.ts';
import { Zone, type ZoneProps } from './functions/function.ts';
import { grantAll } from './functions/permissions.ts';
import { Monitoring } from './oversight/monitoring.ts';
import type { Stage } from './stage.ts';

export interface HabeasStackProps extends StackProps {
  readonly stage: Stage;
  readonly bundles: Bundles;
}

/** What a zone needs beyond the ordinary. */
const sizes: Partial<Record<FunctionZone, Pick<ZoneProps, 'memory' | 'timeout' | 'reserved'>>> = {
  authorizer: { memory: 512, timeout: Duration.seconds(5) },
  public: { memory: 512, timeout: Duration.seconds(5) },
  notifier: { timeout: Duration.minutes(1) },
  // A claim of provisioning lasts two minutes; whoever holds it must be gone by then.
  keymaker: { memory: 512, timeout: Duration.seconds(110), reserved: 2 },
  workflow: { timeout: Duration.minutes(15), reserved: 10 },
};

/** A deployment of Habeas: composes its parts and says which zone may do what. */
export class HabeasStack extends Stack {
  constructor(scope: Construct, id: string, props: HabeasStackProps) {
    super(scope, id, props);
    const { stage, bundles } = props;
    const deployment = deploymentOf(this, stage);
    const keys = new Keys(this, deployment);
    const zones = Object.fromEntries(
      functionZones.map((zone) => [
        zone,
        new Zone(this, {
          deployment,
          zone,
          bundle: bundles[zone],
          operationsKey: keys.operations,
          ...sizes[zone],
        }),
      ]),
    ) as Record<FunctionZone, Zone>;
    const api = new RestApi(this, 'RestApi', {
      deployment,
      operationsKey: keys.operations,
      operations: allOperations,
      functions: zones,
    });
    new Firewall(this, deployment, keys.operations).protect(api.stage);

    const tables = tablesOf(this, deployment);
    const identity = new Identity(this, deployment);
    const mail = new Mail(this, deployment, keys.operations);
    const workflows = new Workflows(this, deployment, keys.operations, zones.workflow);
    grantAll({ deployment, zones, tables, keys, identity, mail, workflows, api });

    const schedules = new Schedules(this, { deployment, operationsKey: keys.operations, workflows, zones });
    const monitoring = new Monitoring(this, {
      deployment,
      operationsKey: keys.operations,
      api,
      zones: Object.values(zones),
      machines: { Retention: workflows.retention, Purge: workflows.purge },
      queue: mail.queue,
      deadLetters: { Mail: mail.deadLetters, Schedule: schedules.deadLetters },
    });
    this.#tell({
      Url: api.baseUrl,
      ApiId: api.api.restApiId,
      ApiStage: api.stage.stageName,
      ...(api.domain && {
        DomainTarget: api.domain.domainNameAliasDomainName,
        DomainTargetZone: api.domain.domainNameAliasHostedZoneId,
      }),
      VaultTableName: tables.vault.table.tableName,
      KeysTableName: tables.keys.table.tableName,
      EvidenceTableName: tables.evidence.table.tableName,
      RetentionMachineArn: workflows.retention.stateMachineArn,
      PurgeMachineArn: workflows.purge.stateMachineArn,
      Issuer: identity.issuer,
      ...(identity.userPool && { UserPoolId: identity.userPool.userPoolId, TokenScope: identity.tokenScope }),
      ...(identity.tokenEndpoint && { TokenEndpoint: identity.tokenEndpoint }),
      ...Object.fromEntries(
        [...identity.clients].map(([name, one]) => [`Client${name}`, one.userPoolClientId]),
      ),
      ...mail.dkim,
      MailQueueUrl: mail.queue.queueUrl,
      MailDeadLetterQueueUrl: mail.deadLetters.queueUrl,
      WorkflowFunctionName: zones.workflow.function.functionName,
      NotifierFunctionName: zones.notifier.function.functionName,
      AlarmTopicArn: monitoring.topic.topicArn,
      LeftOut: deployment.leftOut.describe(),
    });
  }

  #tell(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
