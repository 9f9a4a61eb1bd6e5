import type { Handler } from '../../http/serve.ts';
import { tenantPage } from '../../stores/tenants/tenant-page.ts';
import { tenantView } from './tenant-view.ts';

/** All tenants of the deployment, newest first. */
export const tenantList: Handler<'tenant.list'> = async (call, authority) => ({
  body: await tenantPage(call, authority, (tenant) => tenantView(tenant, call.at)),
});
