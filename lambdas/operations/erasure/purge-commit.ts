import { shards } from '../../domain/identifiers.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { isDue, isHeld } from '../../domain/retention/due.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { workflowEntry } from '../../model/tenant-ranges.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { type Condition, equals, transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { ledgerEntry } from '../../stores/erasure/ledger.ts';
import { holding, leave, type Step } from '../../stores/retention/step.ts';

/**
 * The point of no return: one transaction over the tables moves the tenant to `purging` (if the epoch is unchanged
 * and nothing is held), and puts the erasure on the ledger and on the record. Before it, everything can be undone;
 * after it, nothing. Then the shards close.
 */
export const purgeCommit: Step = (attempt, run) =>
  holding(attempt, run, ['retrieval', 'purging', 'purged'], async ({ tenant }) => {
    if (tenant.state === 'purged') return { outcome: 'attested' };
    if (tenant.state === 'retrieval') {
      if (isHeld(tenant, run.at)) return leave('held');
      if (!isDue(tenant, run.at)) return leave('retrieval');
      if (!(await commit(tenant, run.at))) return { outcome: 'moved' };
    }
    await closeShards(tenant.id);
    return { outcome: 'committed' };
  });

/** False when the tenant was reinstated, held or committed in this moment: the step then looks anew. */
async function commit(tenant: Tenant, at: string): Promise<boolean> {
  const { id, epoch } = tenant;
  const moved = new Error('the tenant has moved');
  const entry = appendAudit(
    { type: 'purge.committed', at, tenant: id, actorRef: 'workflow', version: epoch },
    workflowEntry(id, epoch, 'purge.committed'),
  );
  const ledger = await ledgerEntry({ tenant: id }, epoch, at);
  try {
    await transact([
      {
        table: 'vault',
        update: vaultKey.tenant(id),
        set: { state: 'purging', version: tenant.version + 1 },
        if: mayBePurged(tenant, at),
        else: moved,
      },
      ledger,
      ...entry.writes,
    ]);
    return true;
  } catch (error) {
    if (error !== moved) throw error;
    return false;
  }
}

function mayBePurged({ epoch, purgeAt }: Tenant, at: string): Condition {
  const asRead = equals({ state: 'retrieval', epoch, purgeAt });
  return {
    expression: `${asRead.expression} AND (attribute_not_exists(#held) OR #held <= :at)`,
    names: { ...asRead.names, '#held': 'heldUntil' },
    values: { ...asRead.values, ':at': at },
  };
}

/** Closes the shards that are open; a fence that is missing means closed, and stays missing. */
async function closeShards(tenant: string): Promise<void> {
  const rows = await read(shards.map((shard) => ({ table: 'vault', key: vaultKey.fence(tenant, shard) })));
  const open = rows.filter((row) => row?.state === 'open');
  const swept = new Error('swept meanwhile');
  await Promise.all(
    open.map((row) =>
      transact([
        {
          table: 'vault',
          update: { pk: row?.pk ?? '', sk: row?.sk ?? '' },
          set: { state: 'closed' },
          if: equals({ state: 'open' }),
          else: swept,
        },
      ]).catch((error: unknown) => {
        if (error !== swept) throw error;
      }),
    ),
  );
}
