import { merkleRoot } from '../../crypto/merkle-root.ts';
import { type Counts, plus } from '../../domain/counts.ts';
import { manifestRecord } from '../../domain/exports/manifest.ts';
import { exportRow } from '../../model/statement-rows.ts';
import { equals } from '../../platform/dynamodb/transaction.ts';
import { tenantEntry } from '../audit/tenant-entry.ts';
import { commit } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { sign } from '../statements/signer.ts';
import { exportRace, type LeasedExport, leaseEnded } from './lease.ts';
import { madePart, partsIn } from './made-parts.ts';

/**
 * Signs the manifest of an export over what its parts are, and stores it with its audit entry, in the transaction that
 * makes the export available and ends its lease.
 * @returns false when a part is to be made anew
 * @throws LostRace `export` when the export has ended or changed, or another attempt has it
 */
export async function signManifest(leased: LeasedExport, at: string): Promise<boolean> {
  const { tenant, row } = leased;
  if (row.holes) return false;
  const all = await partsIn(tenant.id, row.id);
  if (!row.complete || all.length !== row.parts || all.some(({ n }, i) => n !== i + 1))
    throw new Error('an export has not all its parts');
  const parts = all.map(madePart);
  const total = {
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    counts: parts.reduce<Counts>((sum, { counts }) => plus(sum, counts), {}),
  };
  const entry = await tenantEntry({
    type: 'export.done',
    at,
    tenant: tenant.id,
    actorRef: 'workflow',
    object: row.id,
    version: row.version + 1,
  });
  const manifest = await sign({
    kind: 'export-manifest',
    id: row.id,
    at,
    leaf: entry.leaf,
    record: manifestRecord({
      export: row.id,
      tenant: tenant.id,
      epoch: row.epoch,
      scope: row.scope,
      asOf: row.startedAt ?? row.at,
      finished: at,
      thumbprint: row.thumbprint,
      parts: row.parts,
      ...total,
      root: merkleRoot(parts.map(({ sha256 }) => sha256)),
    }),
  });
  await commit(
    { tenant, at },
    [
      exportRow.update(
        [tenant.id, row.id],
        {
          set: {
            ...total,
            state: 'done',
            doneAt: at,
            manifest,
            attempts: leased.lease.attempt,
            version: row.version + 1,
          },
        },
        { if: equals({ state: row.state, version: row.version }), else: { race: exportRace } },
      ),
      leaseEnded(tenant, leased.lease, at),
      ...entry.writes,
    ],
    [dueMail({ kind: 'export-done', tenant: tenant.id }, at)],
  );
  return true;
}
