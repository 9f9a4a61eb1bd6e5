import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { environment } from './environment.ts';

const sfn = new SFNClient({ maxAttempts: 3 });

/** What a workflow is about. Ids only; every step reads the state itself. */
export interface WorkflowInput {
  readonly v: 1;
  readonly tenant: string;
  readonly epoch: number;
  readonly attempt: number;
}

/** Starts a workflow under the name `<tenant>-<epoch>-<attempt>`; one that has that name already is the same. */
export async function startWorkflow(
  machine: 'RETENTION_MACHINE' | 'PURGE_MACHINE',
  input: WorkflowInput,
): Promise<void> {
  try {
    await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: environment(machine),
        name: `${input.tenant}-${input.epoch}-${input.attempt}`,
        input: JSON.stringify(input),
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
