import { plusTables, type TableCounts } from '../../domain/counts.ts';
import { entryRow } from '../../model/audit-rows.ts';
import { keptKeyRow } from '../../model/kept-rows.ts';
import { dataKeyRow } from '../../model/key-rows.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { commit } from '../commit/commit.ts';
import { type Leased, leaseChange } from '../retention/lease.ts';
import { recordOnce, workflowEntry, workflowEntryId } from '../retention/workflow-entries.ts';
import { type CountedWork, walkCounting } from './counted-walk.ts';
import { countsIn } from './expiring.ts';
import { ledgerRowOf } from './ledger.ts';
import type { ErasureScope } from './scope.ts';

/**
 * The point of no return: one transaction over the tables writes the erasure ledger and the audit entry, and commits
 * the erasure. Before it, everything can be undone; after it, nothing.
 * @returns false when the tenant was reinstated, put under a legal hold or committed meanwhile: read it again
 */
export async function commitErasure(scope: ErasureScope, at: string): Promise<boolean> {
  const { tenant, erased } = scope;
  const race = 'erasure';
  const ledger = await ledgerRowOf(erased, tenant.epoch, at);
  const { writes } = workflowEntry(tenant, 'purge.committed', at);
  const committed = await unlessLost(race, () =>
    commit({ tenant, at }, [...scope.pointOfNoReturn(at, race), ledger, ...writes]),
  );
  return committed !== 'lost';
}

/**
 * Deletes what opens the sealed data, once, in one transaction with its audit entry and its count: when the entry
 * exists, the secrets are gone. Before it, the data keys of ranges whose secret stays.
 * @returns whether it finished before the time was up
 */
export async function shred(
  { tenant, secrets, looseKeys = [], keeps }: ErasureScope,
  leased: Leased,
  work: CountedWork,
  at: string,
): Promise<boolean> {
  const { id, epoch } = tenant;
  const { round } = leased.lease;
  const recorded = entryRow.at(id, workflowEntryId(id, epoch, 'purge.shredded', round));
  const [entry, ...found] = await read([recorded, ...secrets]);
  if (entry) return true;
  const loose = (rows: readonly Row[]) =>
    rows.filter((row) => (dataKeyRow.is(row) || keptKeyRow.is(row)) && !keeps('keys', row));
  const going = await walkCounting(work, {
    ranges: looseKeys,
    attributes: ['pk', 'sk'],
    into: ['existed', 'deleted'],
    counts: ({ table }, rows) => countsIn(table, loose(rows)),
    act: ({ table }, rows, pace) => removeRows(table, loose(rows), pace),
  });
  const { tally, from } = going.work;
  if (!going.finished) {
    await work.save(tally, from);
    return false;
  }
  const there = secrets.filter((_, i) => found[i]);
  const counts = there.reduce<TableCounts>(
    (sum, { table, key }) => plusTables(sum, countsIn(table, [key])),
    {},
  );
  const counted = {
    existed: plusTables(tally.existed, counts),
    deleted: plusTables(tally.deleted, counts),
  };
  await recordOnce(
    tenant,
    'purge.shredded',
    at,
    [
      ...secrets.map(({ table, key }) => ({ table, remove: key })),
      leaseChange(leased, { tally: counted, progress: undefined }),
    ],
    round,
  );
  return true;
}
