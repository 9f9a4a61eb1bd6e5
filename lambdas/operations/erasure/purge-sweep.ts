import { readPurgeScope } from '../../stores/erasure/purge-scope.ts';
import { sweepRows } from '../../stores/erasure/sweeping.ts';
import { objectsOf, removeObjects } from '../../stores/exports/objects.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { countedWork } from './counted-work.ts';

/**
 * Counts and deletes every row of the tenant except those that the last steps need, or that are held, and then the
 * objects of its exports. When its time is up, the call ends and the next one continues the sweep.
 */
export const purgeSweep: Step = (attempt, run) =>
  withLease(attempt, run, ['purging'], async (leased) => {
    const swept = await sweepRows(await readPurgeScope(leased), countedWork(leased, run, 'sweep'));
    const done = swept && (await removeObjects(objectsOf(leased.tenant.id), run.timeIsUp));
    return { outcome: done ? 'swept' : 'more' };
  });
