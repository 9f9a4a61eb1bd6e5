import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { type ExportRow, exportReason } from '../../model/statement-rows.ts';
import { memberSealer } from '../members/member-contact.ts';

/**
 * Seals why an export is asked for; undefined when nobody said why.
 * @throws Problem `tenant-not-open` when the tenant's own key does not exist
 */
export async function sealedReason(
  tenant: Tenant,
  id: string,
  reason: string | undefined,
): Promise<Uint8Array | undefined> {
  if (reason === undefined) return undefined;
  const sealer = await memberSealer(tenant);
  if (!sealer) throw new Problem('tenant-not-open');
  return exportReason.seal(sealer, { id, version: 1 }, reason);
}

/** Why an export was asked for; undefined when nobody said why, or the tenant's own key does not exist any more. */
export async function openReason(tenant: Tenant, row: ExportRow): Promise<string | undefined> {
  const sealer = row.sealed && (await memberSealer(tenant));
  return sealer && exportReason.open(sealer, row).release();
}
