import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { isDue, isHeld, purgeBeginsAt } from '../../domain/retention/due.ts';
import { noticesOf } from '../../domain/retention/retention.ts';
import { after } from '../../platform/runtime/clock.ts';
import { isExporting } from '../../stores/exports/lease.ts';
import { changeLease } from '../../stores/retention/lease.ts';
import { aborted, type Step, stepSeconds, withLease } from '../../stores/retention/step.ts';

const day = 24 * 60 * 60;

/**
 * Checks whether the purge is to begin; if not, gives the instant to wake next. A legal hold aborts the execution, which
 * must end within a year; the reconciler starts another once the hold has ended.
 */
export const retentionCheck: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval'], async (leased) => {
    const { tenant, lease } = leased;
    if (isHeld(tenant, run.at)) return aborted('held');
    const begins = purgeBeginsAt(tenant, lease);
    if (begins !== undefined && isPast(begins, run.at) && isDue(tenant, lease, run.at))
      return (await isExporting(tenant.id, run.at)) ? aborted('exporting') : { outcome: 'due' };
    const next = nextWake(tenant, begins, run.at);
    // The lease lasts until after the wait; otherwise the reconciler would take a waiting execution for a dead one.
    await changeLease(leased, run.at, { until: after(next, stepSeconds), next });
    return { outcome: 'wait', next };
  });

/** The next notice, daily probe or the beginning of the purge, whichever comes first. */
function nextWake({ endedAt, purgeAt }: Tenant, begins: string | undefined, at: string): string {
  const tomorrow = after(at, day);
  if (endedAt === undefined || purgeAt === undefined || begins === undefined) return tomorrow;
  const notices = noticesOf(endedAt, purgeAt).map((notice) => notice.at);
  const [next = tomorrow] = [...notices, begins, tomorrow].filter((instant) => !isPast(instant, at)).sort();
  return next;
}
