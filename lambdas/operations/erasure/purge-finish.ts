import { readPurgeScope } from '../../stores/erasure/purge-scope.ts';
import { finishErasure } from '../../stores/erasure/sweeping.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Deletes what the last steps needed: the purge's own entries, schedule and counts, the envelope, and last of all,
 * together, the tenant and its lease. Only the id, attestations, leaf hashes and the ledger stay.
 */
export const purgeFinish: Step = (attempt, run) =>
  withLease(attempt, run, ['purged'], async (leased) => {
    const scope = await readPurgeScope(leased);
    return {
      outcome: (await finishErasure(scope, leased.lease, run.at, run.timeIsUp)) ? 'finished' : 'more',
    };
  });
