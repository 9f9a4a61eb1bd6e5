import { isDue, isHeld } from '../../domain/retention/due.ts';
import { commitErasure } from '../../stores/erasure/point-of-no-return.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { aborted, type Step, withLease } from '../../stores/retention/step.ts';

/**
 * The point of no return: moves the tenant to `purging`, if the epoch is unchanged and there is no legal hold, and
 * writes ledger and audit entry. Before it, everything can be undone; after it, nothing. Then the shards are closed.
 */
export const purgeCommit: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval', 'purging', 'purged'], async ({ tenant }) => {
    if (tenant.state === 'purged') return { outcome: 'attested' };
    const scope = tenantScope(tenant);
    if (tenant.state === 'retrieval') {
      if (isHeld(tenant, run.at)) return aborted('held');
      if (!isDue(tenant, run.at)) return aborted('retrieval');
      if (!(await commitErasure(scope, run.at))) return { outcome: 'moved' };
    }
    await scope.close(run.at);
    return { outcome: 'committed' };
  });
