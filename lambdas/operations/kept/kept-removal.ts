import { count } from '../../platform/observability/log.ts';
import { verifySet } from '../../stores/kept/left-over.ts';
import { finishSet, shredSet, sweepSet } from '../../stores/kept/removing.ts';
import { type SetAttempt, withSet } from '../../stores/kept/set-lease.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/** One step of the removal of a kept set, in the state machine of the purge: same states, same outcomes. */
export type KeptStep = (attempt: SetAttempt, run: Run) => Promise<Outcome>;

/** Whether the day of a set has come, and no legal hold on its tenant puts it off; every later step asks again. */
export const keptCommit: KeptStep = (attempt, run) =>
  withSet(attempt, run, async () => ({ outcome: 'committed' }));

/** Destroys the key of a set: from then on nothing of it opens. */
export const keptShred: KeptStep = (attempt, run) =>
  withSet(attempt, run, async (leased) => {
    if (leased.set.shreddedAt === undefined) await shredSet(leased, run.at);
    return { outcome: 'shredded' };
  });

/** Deletes the lines of a set whose key is gone. */
export const keptSweep: KeptStep = (attempt, run) =>
  withSet(attempt, run, async (leased) => {
    // Whoever comes here without a shred before would delete what still opens.
    if (leased.set.shreddedAt === undefined) return { outcome: 'leave', reason: 'not shredded' };
    return { outcome: (await sweepSet(leased, run.timeIsUp)) ? 'swept' : 'more' };
  });

/** Verifies by other code that nothing of a set is left but its row. Residue goes back to the sweep. */
export const keptVerify: KeptStep = (attempt, run) =>
  withSet(attempt, run, async ({ tenant, set }) => {
    const { verdict, rows } = await verifySet(tenant.id, set.id);
    if (verdict === 'clean') return { outcome: 'verified' };
    count('ResidueAfterSweep');
    return { outcome: 'residue', why: verdict, count: rows };
  });

/** Deletes the row of a set, unless something else of it is left. */
export const keptFinish: KeptStep = (attempt, run) =>
  withSet(attempt, run, async (leased) => {
    const { tenant, set } = leased;
    const { verdict } = await verifySet(tenant.id, set.id);
    if (verdict !== 'clean') throw new Error('something of a kept set is left');
    await finishSet(leased, run.at);
    return { outcome: 'finished' };
  });
