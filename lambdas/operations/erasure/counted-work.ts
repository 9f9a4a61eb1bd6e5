import type { CountedWork, Marks } from '../../stores/erasure/counted-walk.ts';
import { changeLease, type Leased, progressOf } from '../../stores/retention/lease.ts';
import type { Run } from '../../stores/retention/step.ts';

/** The work of a step that counts, from where an earlier call stopped; it is saved in the lease. */
export function countedWork(leased: Leased, { at, timeIsUp }: Run, step: string): CountedWork {
  return {
    from: progressOf<Marks>(leased, step) ?? { done: {}, counted: {} },
    tally: leased.lease.tally ?? { existed: {}, deleted: {} },
    timeIsUp,
    save: (tally, marks) => changeLease(leased, at, { tally, progress: marks && { step, state: marks } }),
  };
}
