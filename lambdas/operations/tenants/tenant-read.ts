import type { Handler } from '../../http/serve.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { tenantView } from './tenant-view.ts';

/** One tenant, as it was read with the caller's authority. */
export const tenantRead: Handler<'tenant.read'> = async (call, authority) => {
  const tenant = tenantView(ownTenant(authority), call.at);
  return { body: tenant, version: tenant.version };
};
