import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import type { Stage } from '../../../local/demo/stage.ts';
import { dynamoDb, stepFunctions } from '../../../local/emulator/account.ts';
import { readExecutions } from '../../../local/pages/executions.ts';

type Machine = keyof Stage['system']['stateMachines'];

/** What the operator of a deployment sees and can do of a tenant's retention, in AWS itself. */
export class Retention {
  readonly #stage: Stage;
  readonly #tenant: string;

  constructor(stage: Stage, tenant: string) {
    this.#stage = stage;
    this.#tenant = tenant;
  }

  /** The tenant's executions of a state machine, by the attempt in their name, the newest last. */
  async executions(machine: Machine) {
    const { executions = [] } = await this.#sfn.send(
      new ListExecutionsCommand({ stateMachineArn: this.#stage.system.stateMachines[machine] }),
    );
    return executions
      .filter(({ name }) => name?.startsWith(`${this.#tenant}-`))
      .map(({ executionArn = '', name = '', status }) => ({
        arn: executionArn,
        name,
        status,
        epoch: Number(name.split('-')[1]),
        attempt: Number(name.split('-')[2]),
      }))
      .sort((a, b) => a.epoch - b.epoch || a.attempt - b.attempt);
  }

  /** The newest execution of a state machine, as soon as there is one. */
  newest(machine: Machine, after = 0) {
    return this.#stage.until(`an execution of ${machine}`, 30, async () => {
      const last = (await this.executions(machine)).at(-1);
      return last && last.attempt > after ? last : undefined;
    });
  }

  /** The newest execution of a state machine, as soon as it is in this state. */
  async at(machine: Machine, state: string, after = 0) {
    const { account, system } = this.#stage;
    return this.#stage.until(`${machine} at ${state}`, 60, async () => {
      const last = (await this.executions(machine)).at(-1);
      if (!last || last.attempt <= after) return undefined;
      const states = await readExecutions(account, { [machine]: system.stateMachines[machine] });
      return states.some((one) => one.arn === last.arn && one.state === state) ? last : undefined;
    });
  }

  /** How an execution ended, as soon as it has. */
  ended(arn: string, seconds = 60) {
    return this.#stage.until('the end of the execution', seconds, async () => {
      const { status, output } = await this.#sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
      return status === 'RUNNING' ? undefined : { status, output: JSON.parse(output ?? 'null') };
    });
  }

  async stop(arn: string): Promise<void> {
    await this.#sfn.send(new StopExecutionCommand({ executionArn: arn }));
    await this.ended(arn);
  }

  /** Starts an execution by hand, as anybody who may could. */
  async start(machine: Machine, epoch: number, attempt: number): Promise<string> {
    const tenant = this.#tenant;
    const { executionArn = '' } = await this.#sfn.send(
      new StartExecutionCommand({
        stateMachineArn: this.#stage.system.stateMachines[machine],
        name: `${tenant}-${epoch}-${attempt}`,
        input: JSON.stringify({ v: 1, tenant, epoch, attempt }),
      }),
    );
    return executionArn;
  }

  /** Runs the deployed reconciler now, as its schedule does by the hour. */
  reconcile(): Promise<unknown> {
    return this.#stage.reconcile();
  }

  /** Sets an attribute of the tenant's row: what only time, or AWS itself, changes. */
  async set(attribute: 'purgeAt' | 'kmsKey', value: string): Promise<void> {
    await dynamoDb(this.#stage.account).send(
      new UpdateItemCommand({
        TableName: this.#stage.system.tables.vault,
        Key: marshall(tenantRow.key(this.#tenant)),
        UpdateExpression: 'SET #attribute = :value',
        ConditionExpression: 'attribute_exists(#attribute)',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: marshall({ ':value': value }),
      }),
    );
  }

  get #sfn() {
    return stepFunctions(this.#stage.account);
  }
}
