import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { tenantView } from './tenant-view.ts';

/** One tenant, as it was read with the caller's authority. */
export const tenantRead: HandlerOf<typeof tenantsOperations, 'tenant.read'> = async (call, authority) => {
  const tenant = tenantView(ownTenant(authority), call.at);
  return { body: tenant, version: tenant.version };
};
