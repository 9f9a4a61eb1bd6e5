import { isRunning, runningExecutions, startExecution } from '../../platform/aws/state-machines.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** The input of a workflow. Ids only; every step reads the state itself. */
export interface WorkflowInput {
  readonly v: 1;
  readonly tenant: string;
  readonly epoch: number;
  readonly attempt: number;
}

/**
 * A state machine: by the environment variable that names it, or by its ARN. A function that the machines call cannot
 * be configured with their ARNs (each would have to be deployed before the other); it gets them with its task.
 */
export type Machine = 'RETENTION_MACHINE' | { readonly arn: string };

/**
 * Starts a workflow under the name `<tenant>-<epoch>-<attempt>`. Idempotent: an execution with that name counts as
 * this one.
 */
export async function startWorkflow(machine: Machine, input: WorkflowInput): Promise<void> {
  const arn = typeof machine === 'string' ? environment(machine) : machine.arn;
  await startExecution(arn, executionName(input), input);
}

/**
 * The name of an execution. Its attempt is reserved in the lease first, so that no two executions have the same name.
 */
export function executionName({ tenant, epoch, attempt }: WorkflowInput): string {
  return `${tenant}-${epoch}-${attempt}`;
}

/**
 * Tells of executions whether they run, from one list of those that do: Step Functions answers questions about single
 * ones ten times a second. Only of one that is not listed it is asked.
 */
export async function runningNow(
  machines: readonly string[],
): Promise<(execution: string) => Promise<boolean>> {
  const listed = new Set((await Promise.all(machines.map(runningExecutions))).flat());
  return async (execution) => listed.has(execution) || isRunning(execution);
}
