import { hasCome } from '../../domain/instant.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { count } from '../../platform/observability/log.ts';
import { after } from '../../platform/runtime/clock.ts';
import { destroyKey, fateOf } from '../../stores/keys/key-destruction.ts';
import { leaseChange } from '../../stores/retention/lease.ts';
import { holding, type Step, stepSeconds } from '../../stores/retention/step.ts';

const hour = 60 * 60;
const day = 24 * hour;

/**
 * Whether AWS has destroyed the tenant's KMS key: it is gone, or when to look again: after its seven days, then
 * daily. A key whose destruction was called off is condemned anew, with an alarm.
 */
export const purgeKey: Step = (attempt, run) =>
  holding(attempt, run, ['purged'], async (held) => {
    const { kmsKey } = held.tenant;
    const key = kmsKey === undefined ? undefined : await fateOf(kmsKey);
    if (kmsKey === undefined || key === undefined || key.state === 'gone') return { outcome: 'gone' };
    if (key.state === 'usable') {
      count('KeyDestructionCalledOff');
      await destroyKey(kmsKey);
    }
    const next =
      key.state === 'pending' && !hasCome(key.goneAt, run.at) ? after(key.goneAt, hour) : after(run.at, day);
    // The lease lasts through the wait, or the reconciler would take a sleeping execution for a lost one.
    await transact([leaseChange(held, { until: after(next, stepSeconds) })]);
    return { outcome: 'wait', next };
  });
