import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArnFormat, Duration, Names, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CustomerManagedEncryptionConfiguration,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { encryptedLog } from '../oversight/encrypted.ts';

/** `RestoreDrill` is defined in `restore-drill.asl.json`. */
const fileOf = (id: string) => id.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

const definitions = join(import.meta.dirname, '..', '..', 'state-machines');

export interface WorkflowsProps {
  readonly deployment: Deployment;
  /**
   * The functions that run the steps: those that wait and sign, destroy, open, and replay and prove a restored copy.
   */
  readonly called: Readonly<Record<'workflow' | 'eraser' | 'exporter' | 'restore', HabeasFunction>>;
  /** Name of the copy that the drill makes. */
  readonly drillTable: string;
}

/** The state machines: retention after a contract's end, the purge, exports, and the restore drill. */
export class Workflows extends Construct {
  readonly retention: StateMachine;
  readonly purge: StateMachine;
  readonly export: StateMachine;
  readonly restoreDrill: StateMachine;
  readonly #deployment: Deployment;

  constructor(scope: Construct, id: string, { deployment, called, drillTable }: WorkflowsProps) {
    super(scope, id);
    this.#deployment = deployment;
    const { workflow, eraser, exporter, restore } = called;
    this.purge = this.#machine('Purge', { EraserFunctionArn: eraser, ExporterFunctionArn: exporter });
    this.export = this.#machine('Export', {
      WorkflowFunctionArn: workflow,
      EraserFunctionArn: eraser,
      ExporterFunctionArn: exporter,
    });
    this.retention = this.#machine(
      'Retention',
      { WorkflowFunctionArn: workflow },
      { PurgeMachineArn: this.purge.stateMachineArn },
    );
    this.restoreDrill = this.#machine(
      'RestoreDrill',
      { RestoreFunctionArn: restore },
      { DrillTableName: drillTable },
    );
    this.#admitWorkflows();
    this.retention.addToRolePolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.purge.stateMachineArn] }),
    );
  }

  /** Lets a function start the retention workflow after a contract's end. */
  grantEnd(grantee: HabeasFunction): void {
    grantee.allow(['states:StartExecution'], [this.retention.stateMachineArn]);
    grantee.know('RETENTION_MACHINE', this.retention.stateMachineArn);
  }

  /** Lets a function start the workflow of an export. */
  grantExport(grantee: HabeasFunction): void {
    grantee.allow(['states:StartExecution'], [this.export.stateMachineArn]);
    grantee.know('EXPORT_MACHINE', this.export.stateMachineArn);
  }

  /**
   * Lets a function that the machines call start them again and read their state. In a policy of its own: the
   * role's default policy must exist before the function, and the function before the machines.
   */
  grantRun(grantee: HabeasFunction): void {
    const executions = [this.retention, this.purge].map(({ stateMachineName }) =>
      Stack.of(this).formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${stateMachineName}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    new Policy(this, 'Run', {
      roles: [grantee.role],
      statements: [
        new PolicyStatement({
          actions: ['states:StartExecution', 'states:ListExecutions'],
          resources: [this.retention.stateMachineArn, this.purge.stateMachineArn],
        }),
        new PolicyStatement({ actions: ['states:DescribeExecution'], resources: executions }),
        new PolicyStatement({
          actions: ['states:StartExecution'],
          resources: [this.export.stateMachineArn],
        }),
      ],
    });
  }

  /**
   * Lets principals use the operations key through Step Functions if they may deploy, start or read workflows;
   * workflows contain ids only.
   */
  #admitWorkflows(): void {
    const { account, region } = Stack.of(this);
    const { operationsKey } = this.#deployment;
    // The machines' own role uses the key too, not through Step Functions: for logs, and before an execution starts.
    // The statement that CDK adds to that role has a condition which never holds, so this one must stay.
    operationsKey.admit('Machines', 'machines', ['kms:Decrypt', 'kms:GenerateDataKey']);
    operationsKey.admitPrincipal(
      'WorkflowsForTheirCallers',
      new AnyPrincipal(),
      ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
      { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `states.${region}.amazonaws.com` } },
    );
  }

  #machine(
    id: string,
    called: Readonly<Record<string, HabeasFunction>>,
    others: Readonly<Record<string, string>> = {},
  ): StateMachine {
    const { roles, operationsKey } = this.#deployment;
    const role = new Role(this, `${id}Role`, {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      path: roles.pathOf('machines'),
      description: `Runs ${id.toLowerCase()}: may call the functions of its steps`,
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(called).map(({ lambda }) => lambda.functionArn),
      }),
    );
    return new StateMachine(this, id, {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(
        readFileSync(join(definitions, `${fileOf(id)}.asl.json`), 'utf8'),
      ),
      definitionSubstitutions: {
        ...others,
        ...Object.fromEntries(Object.entries(called).map(([name, { lambda }]) => [name, lambda.functionArn])),
      },
      role,
      encryptionConfiguration: new CustomerManagedEncryptionConfiguration(
        operationsKey.key,
        Duration.minutes(15),
      ),
      logs: {
        destination: encryptedLog(this, `${id}Log`, {
          deployment: this.#deployment,
          // Logs named like this need no line of their own in the one resource policy of the Region, which fills up.
          logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 128 })}${id}`,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
  }
}
