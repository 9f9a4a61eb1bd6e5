import { countsOf, type TableCounts } from '../../domain/counts.ts';
import { kindNameOf } from '../../model/registry.ts';
import type { Table } from '../../model/tables.ts';
import { vaultSentinel } from '../../model/tenant-rows.ts';
import { removeRows, stampRows } from '../../platform/dynamodb/batches.ts';
import type { Key, Row } from '../../platform/dynamodb/key.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { epochSeconds } from '../../platform/runtime/clock.ts';
import { type CountedWork, walkCounting } from './counted-walk.ts';
import type { ErasedRows, ErasureRange } from './scope.ts';

/**
 * Deletes the rows of a scope that all other writes depend on, then counts every remaining row and sets its expiry to
 * now. Rows that expire sooner keep their expiry. Continues from where an earlier call stopped.
 * @returns whether it finished before the time was up
 */
export async function expireRows(scope: ErasedRows, work: CountedWork, at: string): Promise<boolean> {
  const gone = await removeGates(scope, work);
  if (!gone.finished) return saved(gone);
  const stamped = await stamp(scope, gone.work, epochSeconds(at));
  if (!stamped.finished) return saved(stamped);
  await work.save({ ...stamped.work.tally, at });
  return true;
}

/** Saves work that was not finished in time. */
async function saved({ work }: { readonly work: CountedWork }): Promise<false> {
  await work.save(work.tally, work.from);
  return false;
}

function removeGates({ gates }: ErasedRows, work: CountedWork) {
  const gatesIn = (rows: readonly Row[]) => rows.flatMap((row) => gates.of(row) ?? []);
  return walkCounting(work, {
    ranges: gates.ranges,
    attributes: ['pk', 'sk'],
    into: ['existed', 'deleted'],
    counts: async (_, rows) => countsIn(gates.table, await existing(gates.table, gatesIn(rows))),
    act: (_, rows, pace) => removeRows(gates.table, gatesIn(rows), pace),
  });
}

/** How many keys one call reads. */
const keysInCall = 100;

async function existing(table: Table, keys: readonly Key[]): Promise<Key[]> {
  const found: Key[] = [];
  for (let start = 0; start < keys.length; start += keysInCall)
    for (const row of await read(keys.slice(start, start + keysInCall).map((key) => ({ table, key }))))
      if (row) found.push(row);
  return found;
}

/** Rows of Evidence get no expiry: they have end dates of their own, and the sweep deletes those that are to go. */
function stamp({ swept, alsoCounted, keeps }: ErasedRows, work: CountedWork, now: number) {
  const keptNot = ({ table }: ErasureRange, rows: Row[]) => rows.filter((row) => !keeps(table, row));
  return walkCounting(work, {
    ranges: [...swept.keys, ...swept.vault, ...swept.evidence, ...alsoCounted],
    attributes: ['pk', 'sk', 'expiresAt'],
    into: ['existed'],
    counts: (range, rows) => countsIn(range.table, keptNot(range, rows)),
    act: (range, rows, pace) => {
      if (range.table === 'evidence') return Promise.resolve(true);
      const lasting = ({ expiresAt }: Row) => !(typeof expiresAt === 'number' && expiresAt <= now);
      return stampRows(range.table, keptNot(range, rows).filter(lasting), now, pace);
    },
  });
}

/**
 * Rows by kind. Undeclared rows are counted too: an error here would stop their removal. What a verification planted,
 * and left when it died, is nobody's data.
 */
export function countsIn(table: Table, keys: readonly Key[]): TableCounts {
  const kinds = keys
    .map((key) => kindNameOf(table, key) ?? 'unregistered')
    .filter((kind) => kind !== vaultSentinel.name);
  return kinds.length === 0 ? {} : { [table]: countsOf(kinds) };
}
