import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { tenantPage } from '../../stores/tenants/tenant-page.ts';
import { tenantView } from './tenant-view.ts';

/** All tenants of the deployment, newest first. */
export const tenantList: HandlerOf<typeof tenantsOperations, 'tenant.list'> = async (call, authority) => ({
  body: await tenantPage(call, authority, (tenant) => tenantView(tenant, call.at)),
});
