import { plusTables, type TableCounts } from '../../domain/counts.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { commit } from '../commit/commit.ts';
import { type Leased, leaseChange } from '../retention/lease.ts';
import { recordOnce, workflowEntry } from '../retention/workflow-entries.ts';
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
 * exists, the secrets are gone.
 */
export async function shred({ tenant, secrets }: ErasureScope, leased: Leased, at: string): Promise<void> {
  const found = await read(secrets);
  const there = secrets.filter((_, i) => found[i]);
  const counts = there.reduce<TableCounts>(
    (sum, { table, key }) => plusTables(sum, countsIn(table, [key])),
    {},
  );
  await recordOnce(tenant, 'purge.shredded', at, [
    ...secrets.map(({ table, key }) => ({ table, remove: key })),
    leaseChange(leased, { tally: { existed: counts, deleted: counts } }),
  ]);
}
