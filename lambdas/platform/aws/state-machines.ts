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
export const sfn = new SFNClient(patient({ tries: 3 }));

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

/** ARNs of the running executions of a state machine, a thousand with each call. The list may lag by a moment. */
export async function runningExecutions(machine: string): Promise<string[]> {
  const found: string[] = [];
  for (let nextToken: string | undefined; ; ) {
    const page = await sfn.send(
      new ListExecutionsCommand({
        stateMachineArn: machine,
        statusFilter: 'RUNNING',
        maxResults: 1000,
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    found.push(...(page.executions ?? []).flatMap(({ executionArn }) => executionArn ?? []));
    nextToken = page.nextToken;
    if (nextToken === undefined) return found;
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
