import { sweepRows } from '../../stores/erasure/sweeping.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Deletes every row of the tenant but those that the last steps need. A crash resumes by running anew; time that is
 * up ends the call, not the sweep.
 */
export const purgeSweep: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async ({ tenant }) => ({
    outcome: (await sweepRows(tenantScope(tenant), run.timeIsUp)) ? 'swept' : 'more',
  }));
