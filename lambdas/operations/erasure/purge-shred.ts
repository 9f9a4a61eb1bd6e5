import { shred } from '../../stores/erasure/point-of-no-return.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { destroyKey } from '../../stores/keys/key-destruction.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Destroys the keys: the secrets of all ranges at once, and the tenant's KMS key in seven days. From then on nothing
 * opens. The number of calls does not depend on the amount of data.
 */
export const purgeShred: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async (leased) => {
    const { tenant } = leased;
    await shred(tenantScope(tenant), leased, run.at);
    if (tenant.kmsKey) await destroyKey(tenant.kmsKey);
    return { outcome: 'shredded' };
  });
