import { isDue, isHeld } from '../../domain/retention/due.ts';
import { type Counting, countRows } from '../../stores/erasure/counting.ts';
import { storeCounts, storedCounts } from '../../stores/erasure/stored-counts.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { progressOf, saveProgress } from '../../stores/retention/lease.ts';
import { aborted, type Step, withLease } from '../../stores/retention/step.ts';

const step = 'count';

/**
 * Counts the rows in each range by kind, and stores the counts once: after the purge nobody could count them. A purge
 * that is committed already has its counts.
 */
export const purgeCount: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval', 'purging', 'purged'], async (leased) => {
    const { tenant } = leased;
    if (tenant.state !== 'retrieval') return { outcome: 'counted' };
    if (isHeld(tenant, run.at)) return aborted('held');
    if (!isDue(tenant, run.at)) return aborted('retrieval');
    if ((await storedCounts(tenant)).length > 0) return { outcome: 'counted' };
    const before = progressOf<Counting>(leased, step) ?? { positions: {}, counts: {} };
    const { positions, counts, finished } = await countRows(tenantScope(tenant), before, run.timeIsUp);
    if (finished) await storeCounts(tenant, run.at, counts);
    await saveProgress(leased, run.at, step, finished ? undefined : { positions, counts });
    return { outcome: finished ? 'counted' : 'more' };
  });
