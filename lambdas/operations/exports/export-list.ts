import type { Handler } from '../../http/serve.ts';
import { exportPage } from '../../stores/exports/exports.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { exportView } from './export-view.ts';

/** Exports of the tenant, newest first. */
export const exportList: Handler<'export.list'> = async (call, authority) => {
  const tenant = ownTenant(authority);
  const page = await exportPage(tenant.id, call, authority);
  return { body: { ...page, items: page.items.map((row) => exportView(row, tenant, call.at)) } };
};
