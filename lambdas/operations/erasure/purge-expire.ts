import { expireRows } from '../../stores/erasure/expiring.ts';
import { readPurgeScope } from '../../stores/erasure/purge-scope.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { countedWork } from './counted-work.ts';

/**
 * Deletes the individuals' own rows, so that late writes below them fail, then counts every remaining row and sets
 * its expiry to now: no read returns it any more, and if all later steps failed for ever, DynamoDB would still delete
 * it. Rows that expire sooner keep their expiry. Each row is counted once, whatever happens.
 */
export const purgeExpire: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async (leased) => {
    if (leased.lease.tally?.at !== undefined) return { outcome: 'expired' };
    const work = countedWork(leased, run, 'expire');
    const finished = await expireRows(await readPurgeScope(leased), work, run.at);
    return { outcome: finished ? 'expired' : 'more' };
  });
