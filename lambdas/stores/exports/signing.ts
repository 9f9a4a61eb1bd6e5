import { merkleRoot } from '../../crypto/merkle-root.ts';
import { manifestRecord } from '../../domain/exports/manifest.ts';
import { exportRow } from '../../model/statement-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { equals } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { sign } from '../statements/signer.ts';
import { secretIn, tenantSecret } from '../tenants/audit-secret.ts';
import { partsIn } from './exports.ts';
import { exportRace, type LeasedExport, leaseEnded } from './lease.ts';

/**
 * Signs the manifest of an export over what its parts are, and stores it with its audit entry, in the transaction that
 * makes the export available and ends its lease.
 * @throws LostRace `export` when the export has ended, or another attempt has it
 */
export async function signManifest(leased: LeasedExport, at: string): Promise<void> {
  const { tenant, row } = leased;
  const parts = await partsIn(tenant.id, row.id);
  if (!row.complete || parts.length !== row.parts || parts.some(({ n }, i) => n !== i + 1))
    throw new Error('an export has not all its parts');
  const { secret } = await readNamed({ secret: tenantSecret(tenant.id) });
  const entry = appendAudit({
    type: 'export.done',
    at,
    tenant: tenant.id,
    actorRef: 'workflow',
    object: { id: row.id, under: secretIn(secret) },
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
      bytes: row.bytes,
      counts: row.counts,
      root: merkleRoot(parts.map(({ sha256 }) => sha256)),
    }),
  });
  await commit(
    { tenant, at },
    [
      exportRow.update(
        [tenant.id, row.id],
        { set: { state: 'done', doneAt: at, manifest, version: row.version + 1 } },
        { if: equals({ state: 'running', version: row.version }), else: { race: exportRace } },
      ),
      leaseEnded(leased),
      ...entry.writes,
    ],
    [dueMail({ kind: 'export-done', tenant: tenant.id }, at)],
  );
}
