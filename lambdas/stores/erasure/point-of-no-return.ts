import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { commit } from '../commit/commit.ts';
import { recordOnce, workflowEntry } from '../retention/workflow-entries.ts';
import { ledgerRowOf } from './ledger.ts';
import type { ErasureScope } from './scope.ts';

/**
 * The point of no return: one transaction over the tables puts the erasure on the ledger and on the record, and makes
 * it true. Before it, everything can be undone; after it, nothing.
 * @returns false when what is to go was reinstated, held or committed in this moment: then look anew.
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
 * Deletes what seals are opened with, once: it is one transaction with its audit entry, so that when the entry is
 * there, they are gone.
 */
export async function shred({ tenant, shredding }: ErasureScope, at: string): Promise<void> {
  await recordOnce(tenant, 'purge.shredded', at, shredding);
}
