import type { LeaseRow } from '../../model/erasure-rows.ts';
import { tables } from '../../model/tables.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import { newPace } from '../../platform/dynamodb/pace.ts';
import { walkRanges } from '../../platform/dynamodb/walk.ts';
import { commit } from '../commit/commit.ts';
import { type CountedWork, walkCounting } from './counted-walk.ts';
import { countsIn } from './expiring.ts';
import type { ErasedRows, ErasureScope } from './scope.ts';

/**
 * The erasure sweep: counts and deletes every row of a scope that is not kept, all ranges of a table at once.
 * Continues from where an earlier call stopped, and otherwise from the start of each range, where deleted rows are not
 * met again.
 * @returns whether it finished before the time was up
 */
export async function sweepRows(
  { swept, keeps }: Pick<ErasedRows, 'swept' | 'keeps'>,
  work: CountedWork,
): Promise<boolean> {
  let now = work;
  // Keys before Vault: keys are deleted before the data that they open. The log comes last.
  for (const table of tables) {
    const going = await walkCounting(now, {
      ranges: swept[table],
      attributes: ['pk', 'sk'],
      into: ['deleted'],
      counts: (range, rows) =>
        countsIn(
          range.table,
          rows.filter((row) => !keeps(table, row)),
        ),
      act: (_, rows, pace) =>
        removeRows(
          table,
          rows.filter((row) => !keeps(table, row)),
          pace,
        ),
    });
    now = going.work;
    if (going.finished) continue;
    await work.save(now.tally, now.from);
    return false;
  }
  await work.save(now.tally);
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
  const pace = newPace(timeIsUp);
  const walking = { attributes: ['pk', 'sk'], pace: newPace(timeIsUp) };
  const { finished } = await walkRanges(last.ranges, {}, walking, ({ table }, rows) =>
    removeRows(
      table,
      rows.filter((row) => !last.keeps(table, row)),
      pace,
    ),
  );
  if (!finished) return false;
  await commit({ tenant, at }, last.writes(lease));
  return true;
}
