import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { commit } from '../commit/commit.ts';
import { recordOnce, workflowEntry } from '../retention/workflow-entries.ts';
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
 * Deletes what opens the sealed data, once, in one transaction with its audit entry: when the entry exists, the
 * secrets are gone.
 */
export async function shred({ tenant, shredding }: ErasureScope, at: string): Promise<void> {
  await recordOnce(tenant, 'purge.shredded', at, shredding);
}
