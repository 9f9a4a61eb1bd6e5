import { commitErasure } from '../../stores/erasure/point-of-no-return.ts';
import { purgeScope } from '../../stores/erasure/purge-scope.ts';
import { isExporting } from '../../stores/exports/lease.ts';
import { readHeld } from '../../stores/holds/held.ts';
import { aborted, type Step, withLease } from '../../stores/retention/step.ts';
import { notYet } from './not-yet.ts';
import { rest } from './rest.ts';

/**
 * The point of no return: moves the tenant to `purging`, if the epoch is unchanged and there is no legal hold, and
 * writes ledger and audit entry. Before it, everything can be undone; after it, nothing. Then the shards are closed. A
 * purge that was attested with somebody held goes on when a hold has ended.
 */
export const purgeCommit: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval', 'purging', 'purged'], async (leased) => {
    const { tenant, lease } = leased;
    if (tenant.state === 'purged') return { outcome: 'attested' };
    const held = await readHeld(tenant.id);
    const scope = purgeScope(leased, held);
    if (tenant.state === 'retrieval') {
      const refused = notYet(leased, run.at);
      if (refused) return refused;
      if (await isExporting(tenant.id, run.at)) return aborted('exporting');
      if (!(await commitErasure(scope, run.at))) return { outcome: 'moved' };
    } else if (lease.held === held.people.length) {
      // It was attested, and nobody was released since.
      return (lease.delivered ?? 0) > 0 ? rest(leased, run.at) : { outcome: 'attested' };
    }
    await scope.close(run.at);
    return { outcome: 'committed' };
  });
