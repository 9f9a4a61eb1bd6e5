import type { Table } from '../../model/key-registry.ts';
import { keptBySweep, rangesOf } from '../../model/tenant-ranges.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import { walkRanges } from '../../platform/dynamodb/walk.ts';
import { holding, type Step } from '../../stores/retention/step.ts';

/** Keys before Vault: what can open goes before what could be opened. The tenant's log goes last. */
const order: readonly Table[] = ['keys', 'vault', 'evidence'];

/**
 * Deletes every row of the tenant from the head of each range on, all ranges of a table at once. What is deleted is
 * not met again, so a crash resumes by running anew; time that is up ends the call, not the sweep.
 */
export const purgeSweep: Step = (attempt, run) =>
  holding(attempt, run, ['purging'], async ({ tenant }) => {
    const kept = keptBySweep(tenant.id, tenant.epoch);
    const options = { attributes: ['pk', 'sk'], timeIsUp: run.timeIsUp };
    for (const table of order) {
      const { finished } = await walkRanges(rangesOf(table, tenant.id), {}, options, (_, rows) =>
        removeRows(
          table,
          rows.filter((row) => !kept(table, row)),
        ),
      );
      if (!finished) return { outcome: 'more' };
    }
    return { outcome: 'swept' };
  });
