import { shred } from '../../stores/erasure/point-of-no-return.ts';
import { purgeScope } from '../../stores/erasure/purge-scope.ts';
import { readHeld } from '../../stores/holds/held.ts';
import { destroyKey } from '../../stores/retention/key-destruction.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { countedWork } from './counted-work.ts';

/**
 * Destroys the keys: the secrets of all ranges at once, and the tenant's KMS key in seven days. From then on nothing
 * opens. The number of calls does not depend on the amount of data. Where somebody is held, their range's secret and
 * the KMS key stay, and the data keys of everybody else in that range are deleted one by one.
 */
export const purgeShred: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async (leased) => {
    const { tenant } = leased;
    const held = await readHeld(tenant.id);
    const work = countedWork(leased, run, 'shred');
    if (!(await shred(purgeScope(leased, held), leased, work, run.at))) return { outcome: 'more' };
    if (tenant.kmsKey && held.people.length === 0) await destroyKey(tenant.kmsKey);
    return { outcome: 'shredded' };
  });
