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

/**
 * Names of the executions of a state machine that failed or were stopped since an instant, among the thousand of each
 * kind that were started last.
 */
export async function diedSince(machine: string, instant: string): Promise<string[]> {
  const names: string[] = [];
  for (const statusFilter of ['FAILED', 'TIMED_OUT', 'ABORTED'] as const) {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: machine, statusFilter, maxResults: 1000 }),
    );
    for (const { name, stopDate } of executions)
      if (name !== undefined && stopDate !== undefined && stopDate.getTime() >= Date.parse(instant))
        names.push(name);
  }
  return names;
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
