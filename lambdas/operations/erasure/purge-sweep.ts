import { sweepRows } from '../../stores/erasure/sweeping.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Deletes every row of the tenant except those that the last steps need. After a crash it runs again. When its time
 * is up, the call ends and the next one continues the sweep.
 */
export const purgeSweep: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async ({ tenant }) => ({
    outcome: (await sweepRows(tenantScope(tenant), run.timeIsUp)) ? 'swept' : 'more',
  }));
