import type { IndividualAttempt } from '../../stores/erasure/individual-lease.ts';
import { hasCome, withErasure } from '../../stores/erasure/individual-lease.ts';
import { whyPutOff } from '../../stores/erasure/individual-row.ts';
import { keepSets } from '../../stores/kept/keeping.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/**
 * Keeps what a law demands to stay of an individual, sealed under keys of its own, before theirs are destroyed. Whether
 * their erasure is put off, the next step decides.
 */
export function individualKeep(attempt: IndividualAttempt, run: Run): Promise<Outcome> {
  return withErasure(attempt, run, async (leased) => {
    const { erasure } = leased;
    if (hasCome(erasure, 'committed') || erasure.kept !== undefined) return { outcome: 'kept' };
    if ((await whyPutOff(leased, run.at)) !== undefined) return { outcome: 'put-off' };
    return { outcome: (await keepSets(leased, run)) ? 'kept' : 'more' };
  });
}
