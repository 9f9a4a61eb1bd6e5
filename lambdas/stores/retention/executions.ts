import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { environment } from '../../platform/runtime/environment.ts';

const sfn = new SFNClient({ maxAttempts: 3 });

/** What a workflow is about. Ids only; every step reads the state itself. */
export interface WorkflowInput {
  readonly v: 1;
  readonly tenant: string;
  readonly epoch: number;
  readonly attempt: number;
}

/**
 * A state machine: by the name it was granted under, or by its ARN. A function that the machines call cannot be
 * granted their ARNs (each would have to be deployed before the other); it is told them with its task.
 */
export type Machine = 'RETENTION_MACHINE' | { readonly arn: string };

/** Starts a workflow under the name `<tenant>-<epoch>-<attempt>`; one that has that name already is the same. */
export async function startWorkflow(machine: Machine, input: WorkflowInput): Promise<void> {
  try {
    await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: typeof machine === 'string' ? environment(machine) : machine.arn,
        name: executionName(input),
        input: JSON.stringify(input),
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

/** The name of an execution: its attempt is taken before, so that no two have one name. */
export function executionName({ tenant, epoch, attempt }: WorkflowInput): string {
  return `${tenant}-${epoch}-${attempt}`;
}

/** Whether an execution is still running. One that nobody knows any more is not. */
export async function isRunning(execution: string): Promise<boolean> {
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: execution }));
    return status === 'RUNNING';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false;
    throw error;
  }
}
