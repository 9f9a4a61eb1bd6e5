import { type Expiring, expireRows } from '../../stores/erasure/expiring.ts';
import { tenantScope } from '../../stores/erasure/tenant-scope.ts';
import { progressOf, saveProgress } from '../../stores/retention/lease.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

const step = 'expire';

/**
 * Deletes the individuals' own rows, which is the end of every late write below them, and then gives every row
 * that is left an expiry of now: no read returns it any more, and should all that follows fail for ever, DynamoDB
 * itself removes it. Rows that end sooner keep their end.
 */
export const purgeExpire: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async (leased) => {
    const from = progressOf<Expiring['positions']>(leased, step) ?? {};
    const scope = tenantScope(leased.tenant);
    const { positions, finished } = await expireRows(scope, from, run.at, run.timeIsUp);
    await saveProgress(leased, run.at, step, finished ? undefined : positions);
    return { outcome: finished ? 'expired' : 'more' };
  });
