import { isDue, isHeld } from '../../domain/retention/due.ts';
import { executionName, type WorkflowInput } from '../../stores/retention/executions.ts';
import { nextAttempt, tenantAndLease } from '../../stores/retention/lease.ts';
import { aborted, type Outcome, type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Takes the lease for the purge, as the next attempt, and names its execution. The state machine starts it; if it
 * does not, the reconciler does once the lease has expired.
 */
export const retentionBegin: Step = async (attempt, run) => {
  // The lease was taken but the answer got lost: the execution to start is still the same, under the same name.
  const found = await tenantAndLease(attempt.tenant);
  const taken = attempt.attempt + 1;
  if (found?.lease?.epoch === attempt.epoch && found.lease.attempt === taken && !found.lease.execution)
    return begin({ ...attempt, attempt: taken });
  return withLease(attempt, run, ['retrieval'], async ({ tenant, lease }) => {
    if (isHeld(tenant, run.at)) return aborted('held');
    if (!isDue(tenant, lease, run.at)) return aborted('retrieval');
    const next = await nextAttempt(tenant, lease, run.at);
    return next ? begin(next) : aborted('superseded');
  });
};

const begin = (input: WorkflowInput): Outcome => ({
  outcome: 'begin',
  name: executionName(input),
  attempt: input.attempt,
});
