import type { Handler } from '../../http/serve.ts';
import { exportNamed } from '../../stores/exports/exports.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { exportView } from './export-view.ts';

/** One export: its state, and how far it has come. */
export const exportRead: Handler<'export.read'> = async ({ path, at }, authority) => {
  const tenant = ownTenant(authority);
  return { body: exportView(await exportNamed(tenant.id, path.export), tenant, at) };
};
