import type { Handler } from '../../http/serve.ts';
import { exportNamed } from '../../stores/exports/exports.ts';
import { openReason } from '../../stores/exports/reason.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { exportView } from './export-view.ts';

/** One export: its state, how far it has come, and why it was asked for. */
export const exportRead: Handler<'export.read'> = async ({ path, at }, authority) => {
  const tenant = ownTenant(authority);
  const row = await exportNamed(tenant.id, path.export);
  return { body: exportView(row, tenant, at, await openReason(tenant, row)) };
};
