import { isPast } from '../../domain/instant.ts';
import { stepSeconds } from '../../domain/retention/lease.ts';
import { count } from '../../platform/observability/log.ts';
import { after } from '../../platform/runtime/clock.ts';
import { destroyKey, keyStatus } from '../../stores/keys/key-destruction.ts';
import { changeLease } from '../../stores/retention/lease.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

const hour = 60 * 60;
const day = 24 * hour;

/**
 * Checks whether AWS has destroyed the tenant's KMS key. If not, gives the time of the next check: after the key's
 * seven days, then daily. If the deletion of the key was cancelled, it is scheduled again and an alarm is raised.
 */
export const purgeKey: Step = (attempt, run) =>
  withLease(attempt, run, ['purged'], async (leased) => {
    const { kmsKey } = leased.tenant;
    const key = kmsKey === undefined ? undefined : await keyStatus(kmsKey);
    if (kmsKey === undefined || key === undefined || key.state === 'gone') return { outcome: 'gone' };
    if (key.state === 'usable') {
      count('KeyDestructionCalledOff');
      await destroyKey(kmsKey);
    }
    const next =
      key.state === 'pending' && !isPast(key.goneAt, run.at) ? after(key.goneAt, hour) : after(run.at, day);
    // The lease lasts until after the wait; otherwise the reconciler would take a waiting execution for a dead one.
    await changeLease(leased, run.at, { until: after(next, stepSeconds), next });
    return { outcome: 'wait', next };
  });
