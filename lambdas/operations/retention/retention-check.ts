import { isPast } from '../../domain/instant.ts';
import { isDue, isHeld, purgeBeginsAt, wakesAt } from '../../domain/retention/due.ts';
import { stepSeconds } from '../../domain/retention/lease.ts';
import { after } from '../../platform/runtime/clock.ts';
import { isExporting } from '../../stores/exports/lease.ts';
import { changeLease } from '../../stores/retention/lease.ts';
import { aborted, type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Checks whether the purge is to begin; if not, gives the instant to wake next. A legal hold aborts the execution,
 * which must end within a year; the reconciler starts another once the hold has ended.
 */
export const retentionCheck: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval'], async (leased) => {
    const { tenant, lease } = leased;
    if (isHeld(tenant, run.at)) return aborted('held');
    const begins = purgeBeginsAt(tenant, lease);
    if (begins !== undefined && isPast(begins, run.at) && isDue(tenant, lease, run.at))
      return (await isExporting(tenant.id, run.at)) ? aborted('exporting') : { outcome: 'due' };
    const next = wakesAt(tenant, lease, run.at);
    // The lease lasts until after the wait; otherwise the reconciler would take a waiting execution for a dead one.
    await changeLease(leased, run.at, { until: after(next, stepSeconds), next });
    return { outcome: 'wait', next };
  });
