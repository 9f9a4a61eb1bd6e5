import { countsOf, plusTables, type TableCounts } from '../../domain/erasure/counts.ts';
import { kindNameOf } from '../../model/registry.ts';
import { tables } from '../../model/tables.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import type { ErasureScope } from './scope.ts';

/** How far the counting has come: in each range, and how many rows were counted by then. */
export interface Counting {
  readonly positions: Positions;
  /** By the range of the tenant, a shard or `t`. */
  readonly counts: Readonly<Record<string, TableCounts>>;
}

/** Counts what there is in a scope by range and kind, from where an earlier call has come to. */
export async function countRows(
  scope: ErasureScope,
  before: Counting,
  timeIsUp: () => boolean,
): Promise<Counting & { readonly finished: boolean }> {
  const counts: Record<string, TableCounts> = { ...before.counts };
  const { positions, finished } = await walkRanges(
    [...tables.flatMap((table) => scope.swept[table]), ...scope.alsoCounted],
    before.positions,
    { attributes: ['pk', 'sk'], timeIsUp },
    ({ shard, table }, rows) => {
      const kinds = rows
        .filter((row) => !scope.keeps(table, row))
        // A row that is not declared is counted all the same, or it would stop its own removal.
        .map((row) => kindNameOf(table, row) ?? 'unregistered');
      counts[shard] = plusTables(counts[shard] ?? {}, { [table]: countsOf(kinds) });
    },
  );
  return { positions, counts, finished };
}
