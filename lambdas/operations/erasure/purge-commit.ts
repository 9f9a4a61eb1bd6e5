import { commitErasure } from '../../stores/erasure/point-of-no-return.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { isExporting } from '../../stores/exports/lease.ts';
import { aborted, type Step, withLease } from '../../stores/retention/step.ts';
import { notYet } from './not-yet.ts';

/**
 * The point of no return: moves the tenant to `purging`, if the epoch is unchanged and there is no legal hold, and
 * writes ledger and audit entry. Before it, everything can be undone; after it, nothing. Then the shards are closed.
 */
export const purgeCommit: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval', 'purging', 'purged'], async (leased) => {
    const { tenant } = leased;
    if (tenant.state === 'purged') return { outcome: 'attested' };
    const scope = tenantScope(tenant);
    if (tenant.state === 'retrieval') {
      const refused = notYet(leased, run.at);
      if (refused) return refused;
      if (await isExporting(tenant.id, run.at)) return aborted('exporting');
      if (!(await commitErasure(scope, run.at))) return { outcome: 'moved' };
    }
    await scope.close(run.at);
    return { outcome: 'committed' };
  });
