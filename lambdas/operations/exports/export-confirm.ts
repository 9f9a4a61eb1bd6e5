import { confirming } from '../../domain/exports/export.ts';
import type { Handler } from '../../http/serve.ts';
import { exportNamed, startExport } from '../../stores/exports/exports.ts';
import { openReason } from '../../stores/exports/reason.ts';
import { twoMembers } from '../../stores/members/members.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { exportView } from './export-view.ts';
import { runSoon } from './run-soon.ts';

/** Confirms, as a second admin, the export that another asked for; the body repeats what makes it what it is. */
export const exportConfirm: Handler<'export.confirm'> = async ({ path, body, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const row = await exportNamed(tenant.id, path.export);
  const reason = await openReason(tenant, row);
  confirming({ ...row, reason }, tenant, await twoMembers(tenant.id, row.by, authority.principal), body, at);
  const started = await startExport({ tenant, actor: authority, at }, row);
  await runSoon(tenant.id, row.id);
  return { body: exportView(started, tenant, at, reason) };
};
