import { shardOf } from '../../domain/identifiers.ts';
import { keptIn, keptKeyRow, keptSetRow } from '../../model/kept-rows.ts';
import type { Table } from '../../model/tables.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { tenantEntry } from '../audit/tenant-entry.ts';
import { commit } from '../commit/commit.ts';
import type { ErasureRange } from '../erasure/scope.ts';
import { sweepRows } from '../erasure/sweeping.ts';
import { type SetLeased, setChange, setRemoval } from './set-lease.ts';

/** Deletes the key of a set, once, in one transaction with its audit entry: from then on none of its lines opens. */
export async function shredSet(leased: SetLeased, at: string): Promise<void> {
  const { tenant, set } = leased;
  await commit({ tenant, at }, [
    ...setChange(leased, { shreddedAt: at }),
    keptKeyRow.remove([tenant.id, set.id]),
    ...(await entryOf(leased, 'kept-set.shredded', at)),
  ]);
}

/**
 * Deletes all rows of a set but its own, which is deleted last. It reads from the head again and again, so that after a
 * crash it is simply done once more; nothing of it is attested, so that nothing is counted.
 * @returns whether it finished before the time was up
 */
export function sweepSet({ tenant, set }: SetLeased, timeIsUp: () => boolean): Promise<boolean> {
  const range = (table: Table): ErasureRange => ({
    ...keptIn(tenant.id, set.id, table),
    name: `kept-${table}`,
    shard: shardOf(set.id),
    table,
  });
  return sweepRows(
    {
      swept: { keys: [range('keys')], vault: [range('vault')], evidence: [] },
      keeps: (table, key) => table === keptSetRow.table && keptSetRow.is(key),
    },
    {
      from: { done: {}, counted: {} },
      tally: { existed: {}, deleted: {} },
      timeIsUp,
      save: async () => undefined,
    },
  );
}

/** Deletes the row of a set, of which nothing else is left, with its audit entry. */
export async function finishSet(leased: SetLeased, at: string): Promise<void> {
  const { tenant } = leased;
  await commit({ tenant, at }, [...setRemoval(leased), ...(await entryOf(leased, 'kept-set.removed', at))]);
}

async function entryOf(
  { tenant, set }: SetLeased,
  type: 'kept-set.shredded' | 'kept-set.removed',
  at: string,
): Promise<readonly Write[]> {
  const event = { type, at, tenant: tenant.id, actorRef: 'workflow', object: set.id } as const;
  return (await tenantEntry(event)).writes;
}
