import type { LeaseRow } from '../../model/erasure-rows.ts';
import { tables } from '../../model/tables.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import { walkRanges } from '../../platform/dynamodb/walk.ts';
import { commit } from '../commit/commit.ts';
import type { ErasureRange, ErasureScope } from './scope.ts';

/**
 * The erasure sweep: deletes every row of a scope that is not kept, from the start of each range, all ranges of a
 * table at once. Deleted rows are not met again, so after a crash it simply runs again.
 * @returns whether it finished before the time was up
 */
export async function sweepRows(scope: ErasureScope, timeIsUp: () => boolean): Promise<boolean> {
  // Keys before Vault: keys are deleted before the data that they open. The log comes last.
  for (const table of tables)
    if (!(await removeFrom(scope.swept[table], scope.keeps, timeIsUp))) return false;
  return true;
}

/**
 * Deletes the rows that the last steps of a removal needed, and then, in one transaction, its final rows.
 * @returns whether it finished before the time was up
 */
export async function finishErasure(
  { tenant, last }: ErasureScope,
  lease: LeaseRow,
  at: string,
  timeIsUp: () => boolean,
): Promise<boolean> {
  if (!(await removeFrom(last.ranges, last.keeps, timeIsUp))) return false;
  await commit({ tenant, at }, last.writes(lease));
  return true;
}

async function removeFrom(
  ranges: readonly ErasureRange[],
  keeps: ErasureScope['keeps'],
  timeIsUp: () => boolean,
): Promise<boolean> {
  const { finished } = await walkRanges(
    ranges,
    {},
    { attributes: ['pk', 'sk'], timeIsUp },
    ({ table }, rows) =>
      removeRows(
        table,
        rows.filter((row) => !keeps(table, row)),
      ),
  );
  return finished;
}
