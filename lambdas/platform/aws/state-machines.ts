import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { patient } from '../runtime/patience.ts';

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
