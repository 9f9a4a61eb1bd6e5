import type { Tenant } from '../../domain/members/authority.ts';
import { evidenceKey, keysKey, vaultKey } from '../../model/key-registry.ts';
import { rangesOf } from '../../model/tenant-ranges.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import { queryAll } from '../../platform/dynamodb/reads.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { walkRanges } from '../../platform/dynamodb/walk.ts';
import { holding, type Step } from '../../stores/retention/step.ts';

/**
 * Deletes what the last steps needed: the purge's own entries, schedule and counts, the envelope, and last of all,
 * together, the tenant and its lease. Only the id, attestations, leaf hashes and the ledger stay.
 */
export const purgeFinish: Step = (attempt, run) =>
  holding(attempt, run, ['purged'], async ({ tenant, lease }) => {
    const { finished } = await walkRanges(
      rangesOf('evidence', tenant.id),
      {},
      { attributes: ['pk', 'sk'], timeIsUp: run.timeIsUp },
      (_, rows) => removeRows('evidence', rows),
    );
    if (!finished) return { outcome: 'more' };
    await removeRows('evidence', await papersOf(tenant));
    await removeRows('keys', [keysKey.envelope(tenant.id)]);
    await transact([
      {
        table: 'vault',
        remove: vaultKey.tenant(tenant.id),
        if: equals({ state: 'purged', epoch: tenant.epoch }),
      },
      { table: 'vault', remove: vaultKey.lease(tenant.id), if: equals({ attempt: lease.attempt }) },
    ]);
    return { outcome: 'finished' };
  });

/** The tenant's statements, but for its attestations, which anyone may want to check in years. */
async function papersOf(tenant: Tenant) {
  const rows = await queryAll({
    table: 'evidence',
    pk: evidenceKey.statements(tenant.id),
    attributes: ['pk', 'sk'],
  });
  return rows.filter(({ sk }) => !sk.startsWith('ATTESTATION#'));
}
