import { count } from '../../platform/observability/log.ts';
import { purgeScope } from '../../stores/erasure/purge-scope.ts';
import { verifyTenant } from '../../stores/erasure/verification.ts';
import { objectsLeft } from '../../stores/exports/objects.ts';
import { readHeld } from '../../stores/holds/held.ts';
import { changeLease } from '../../stores/retention/lease.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { recordOnce } from '../../stores/retention/workflow-entries.ts';

/**
 * Verifies that nothing of the tenant is left except what the last steps need and what is held, and records that. If
 * residue is found, the sweep runs again.
 */
export const purgeVerify: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async (leased) => {
    const { tenant, lease } = leased;
    const held = await readHeld(tenant.id);
    const { keeps } = purgeScope(leased, held);
    const { verdict, rows } = await verifyTenant(tenant, keeps, run.at);
    const objects = (await objectsLeft(tenant.id)).length;
    if (verdict !== 'clean' || objects > 0) {
      count('ResidueAfterSweep');
      return { outcome: 'residue', why: verdict === 'clean' ? 'objects' : verdict, count: rows + objects };
    }
    await recordOnce(tenant, 'purge.verified', run.at, [], lease.round);
    await changeLease(leased, run.at, { verified: { at: run.at, held: held.people.length } });
    return { outcome: 'verified' };
  });
