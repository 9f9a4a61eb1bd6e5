import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { patient } from '../runtime/patience.ts';

/** The one client for Step Functions. */
const sfn = new SFNClient(patient({ tries: 3 }));

/**
 * Starts an execution of a state machine under a name. Idempotent: an execution with that name counts as this one.
 */
export async function startExecution(machine: string, name: string, input: unknown): Promise<void> {
  try {
    await sfn.send(
      new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

export interface NamedExecution {
  readonly name: string;
  readonly arn: string;
}

/**
 * The executions, by name and ARN, of a state machine that failed or were stopped since an instant, among the thousand
 * of each kind that were started last.
 */
export async function diedSince(machine: string, instant: string): Promise<NamedExecution[]> {
  const died: NamedExecution[] = [];
  for (const statusFilter of ['FAILED', 'TIMED_OUT', 'ABORTED'] as const) {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: machine, statusFilter, maxResults: 1000 }),
    );
    for (const { name, executionArn, stopDate } of executions)
      if (
        name !== undefined &&
        executionArn !== undefined &&
        (stopDate?.getTime() ?? 0) >= Date.parse(instant)
      )
        died.push({ name, arn: executionArn });
  }
  return died;
}

/** Whether an execution is still running. One that Step Functions does not know any more is not. */
export async function isRunning(execution: string): Promise<boolean> {
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: execution }));
    return status === 'RUNNING';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false;
    throw error;
  }
}
