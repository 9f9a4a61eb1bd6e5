import { isPast } from '../../domain/instant.ts';
import { stepSeconds } from '../../domain/retention/lease.ts';
import { count } from '../../platform/observability/log.ts';
import { after } from '../../platform/runtime/clock.ts';
import { destroyKey, keyStatus } from '../../stores/retention/key-destruction.ts';
import { changeLease } from '../../stores/retention/lease.ts';
import { aborted, type Step, withLease } from '../../stores/retention/step.ts';
import { rest } from './rest.ts';

const hour = 60 * 60;
const day = 24 * hour;

/**
 * Checks whether AWS has destroyed the tenant's KMS key. If not, gives the time of the next check: after the key's
 * seven days, then daily. While somebody is held there is nothing to wait for, and the execution ends. If the deletion
 * of the key was cancelled, it is scheduled again and an alarm is raised.
 */
export const purgeKey: Step = (attempt, run) =>
  withLease(attempt, run, ['purging', 'purged'], async (leased) => {
    if (leased.tenant.state === 'purging')
      return leased.lease.held === undefined ? aborted('purging') : rest(leased, run.at);
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
