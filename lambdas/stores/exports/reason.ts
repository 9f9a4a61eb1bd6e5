import type { Tenant } from '../../domain/members/authority.ts';
import { type ExportRow, exportReason } from '../../model/statement-rows.ts';
import { memberSealer } from '../members/member-contact.ts';

/** Why an export was asked for; undefined when nobody said why, or the tenant's own key does not exist any more. */
export async function openReason(tenant: Tenant, row: ExportRow): Promise<string | undefined> {
  const sealer = row.sealed && (await memberSealer(tenant));
  return sealer && exportReason.open(sealer, row).release();
}
