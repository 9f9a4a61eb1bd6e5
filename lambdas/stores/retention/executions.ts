import { diedSince, startExecution } from '../../platform/aws/state-machines.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** The input of a workflow. Ids only; every step reads the state itself. */
export interface WorkflowInput {
  readonly v: 1;
  readonly tenant: string;
  readonly epoch: number;
  readonly attempt: number;
  /** Whose data are erased, or the kept set that goes; absent for a whole tenant. */
  readonly individual?: string | undefined;
}

/**
 * A state machine: by the environment variable that names it, or by its ARN. A function that the machines call cannot
 * be configured with their ARNs (each would have to be deployed before the other); it gets them with its task.
 */
export type Machine = 'RETENTION_MACHINE' | { readonly arn: string };

/**
 * Starts a workflow under the name `<tenant>-<epoch>-<attempt>`, or `<tenant>-<individual>-<attempt>`. Idempotent: an
 * execution with that name counts as this one.
 */
export async function startWorkflow(machine: Machine, input: WorkflowInput): Promise<void> {
  const arn = typeof machine === 'string' ? environment(machine) : machine.arn;
  await startExecution(arn, executionName(input), input);
}

/**
 * The name of an execution. Its attempt is reserved in the lease first, so that no two executions have the same name.
 */
export function executionName({ tenant, epoch, attempt, individual }: WorkflowInput): string {
  // Of a kept set its own bits: a name has 80 characters at most.
  const own = individual && `${individual.slice(0, 4)}${individual.slice(-32)}`;
  return `${tenant}-${own ?? epoch}-${attempt}`;
}

const nameShape = /^(tnt_[0-9a-f]{32})-(\d+)-(\d+)$/;

/** The attempts of a machine whose executions failed or were stopped since an instant, as far as they are listed. */
export async function attemptsDead(
  machine: string,
  since: string,
): Promise<(WorkflowInput & { readonly execution: string })[]> {
  return (await diedSince(machine, since)).flatMap(({ name, arn }) => {
    const attempt = attemptNamed(name);
    return attempt ? [{ ...attempt, execution: arn }] : [];
  });
}

/** The attempt that an execution was started for; undefined for a name that is none of ours. */
function attemptNamed(name: string): WorkflowInput | undefined {
  const [, tenant, epoch, attempt] = nameShape.exec(name) ?? [];
  return tenant === undefined ? undefined : { v: 1, tenant, epoch: Number(epoch), attempt: Number(attempt) };
}

export { isRunning } from '../../platform/aws/state-machines.ts';
