import { type Expiring, expireRows } from '../../stores/erasure/expiring.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { progressOf, saveProgress } from '../../stores/retention/lease.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

const step = 'expire';

/**
 * Deletes the individuals' own rows, so that late writes below them fail, then sets the expiry of every remaining row
 * to now: no read returns it any more, and if all later steps failed for ever, DynamoDB would still delete it. Rows
 * that expire sooner keep their expiry.
 */
export const purgeExpire: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async (leased) => {
    const from = progressOf<Expiring['positions']>(leased, step) ?? {};
    const scope = tenantScope(leased.tenant);
    const { positions, finished } = await expireRows(scope, from, run.at, run.timeIsUp);
    await saveProgress(leased, run.at, step, finished ? undefined : positions);
    return { outcome: finished ? 'expired' : 'more' };
  });
