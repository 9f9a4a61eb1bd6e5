import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { deadLetterQueue } from '../oversight/encrypted.ts';
import type { Workflows } from './workflows.ts';

export interface SchedulesProps {
  readonly deployment: Deployment;
  readonly workflows: Workflows;
  readonly functions: Readonly<Record<'workflow' | 'notifier' | 'keymaker', HabeasFunction>>;
}

/** Scheduled calls, so that nothing depends on a message, an execution or a call that may get lost. */
export class Schedules extends Construct {
  /** The calls that Scheduler gave up on. */
  readonly deadLetters: Queue;
  readonly #role: Role;
  readonly #permissions = new PolicyDocument();

  constructor(scope: Construct, id: string, { deployment, workflows, functions }: SchedulesProps) {
    super(scope, id);
    const { stage, roles, operationsKey } = deployment;
    const local = stage.name === 'local';
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', { deployment });
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      path: roles.pathOf('scheduler'),
      description: 'Makes the scheduled calls',
      inlinePolicies: { Permissions: this.#permissions },
    });
    operationsKey.admit('Queue', 'scheduler', ['kms:GenerateDataKey', 'kms:Decrypt']);
    this.#allow(['sqs:SendMessage'], this.deadLetters.queueArn);
    this.#call('Sweep', functions.notifier, 'rate(1 minute)', { task: 'sweep' });
    // A local stage shortens the retention window to seconds, so its reconciler runs more often too.
    this.#call('Reconcile', functions.workflow, local ? 'rate(1 minute)' : 'rate(1 hour)', {
      task: 'reconcile',
      machines: {
        retention: workflows.retention.stateMachineArn,
        export: workflows.export.stateMachineArn,
        purge: workflows.purge.stateMachineArn,
      },
    });
    this.#call('Reap', functions.keymaker, 'rate(1 day)', { task: 'reap' });
    const drill = workflows.restoreDrill.stateMachineArn;
    this.#allow(['states:StartExecution'], drill);
    this.#schedule('Drill', drill, 'cron(0 3 1 1,4,7,10 ? *)', { task: 'drill' });
  }

  #call(
    id: string,
    called: HabeasFunction,
    scheduleExpression: string,
    input: Record<string, unknown>,
  ): void {
    this.#allow(['lambda:InvokeFunction'], called.lambda.functionArn);
    this.#schedule(id, called.lambda.functionArn, scheduleExpression, input);
  }

  #schedule(id: string, arn: string, scheduleExpression: string, input: Record<string, unknown>): void {
    new CfnSchedule(this, id, {
      scheduleExpression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn,
        roleArn: this.#role.roleArn,
        input: Stack.of(this).toJsonString(input),
        deadLetterConfig: { arn: this.deadLetters.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 1800, maximumRetryAttempts: 5 },
      },
    });
  }

  #allow(actions: string[], resource: string): void {
    this.#permissions.addStatements(new PolicyStatement({ actions, resources: [resource] }));
  }
}
