import { count } from '../../platform/observability/log.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { verifyTenant } from '../../stores/erasure/verification.ts';
import { objectsLeft } from '../../stores/exports/objects.ts';
import { changeLease } from '../../stores/retention/lease.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { recordOnce } from '../../stores/retention/workflow-entries.ts';

/**
 * Verifies that nothing of the tenant is left except what the last steps need, and records that. If residue is found,
 * the sweep runs again.
 */
export const purgeVerify: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async (leased) => {
    const { tenant } = leased;
    const { keeps } = tenantScope(tenant);
    const { verdict, rows } = await verifyTenant(tenant, keeps, run.at);
    const objects = (await objectsLeft(tenant.id)).length;
    if (verdict !== 'clean' || objects > 0) {
      count('ResidueAfterSweep');
      return { outcome: 'residue', why: verdict === 'clean' ? 'objects' : verdict, count: rows + objects };
    }
    await recordOnce(tenant, 'purge.verified', run.at);
    await changeLease(leased, run.at, { verifiedAt: run.at });
    return { outcome: 'verified' };
  });
