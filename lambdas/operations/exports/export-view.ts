import { exportStateAt } from '../../domain/exports/export.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { ExportRow } from '../../model/statement-rows.ts';
import { exportNamed } from '../../stores/exports/exports.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';

/** An export as admins see it; why it was asked for, where that was opened. */
export function exportView(row: ExportRow, tenant: Tenant, at: string, reason?: string) {
  const { id, scope, epoch, thumbprint, startedAt, doneAt, parts, bytes, counts } = row;
  const state = exportStateAt(row, tenant, at);
  const askedAt = row.at;
  return { id, scope, reason, state, epoch, thumbprint, askedAt, startedAt, doneAt, parts, bytes, counts };
}

/**
 * An export whose parts can be fetched.
 * @throws Problem `not-found`; `tenant-not-open` once the purge has begun; `conflict` while it is not done, or no more
 */
export async function doneExport(
  { path, at }: { readonly path: { readonly tenant: string; readonly export: string }; readonly at: string },
  authority: MemberAuthority,
): Promise<{ readonly tenant: Tenant; readonly row: ExportRow }> {
  const tenant = ownTenant(authority);
  assertTenantState(tenant, at, 'open', 'retrieval');
  const row = await exportNamed(path.tenant, path.export);
  const state = exportStateAt(row, tenant, at);
  if (state !== 'done') throw new Problem('conflict', { detail: `this export is ${state}` });
  return { tenant, row };
}
