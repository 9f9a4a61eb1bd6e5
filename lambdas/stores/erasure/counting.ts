import { countsOf, plusTables, type TableCounts } from '../../domain/erasure/counts.ts';
import { kindNameOf } from '../../model/registry.ts';
import { tables } from '../../model/tables.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import type { ErasureScope } from './scope.ts';

/** How far the counting has come in each range, and how many rows were counted by then. */
export interface Counting {
  readonly positions: Positions;
  /** By range of the tenant: a shard, or `t`. */
  readonly counts: Readonly<Record<string, TableCounts>>;
}

/** Counts the rows in a scope by range and kind, continuing from where an earlier call stopped. */
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
        // Undeclared rows are counted too: an error here would stop their removal.
        .map((row) => kindNameOf(table, row) ?? 'unregistered');
      counts[shard] = plusTables(counts[shard] ?? {}, { [table]: countsOf(kinds) });
    },
  );
  return { positions, counts, finished };
}
