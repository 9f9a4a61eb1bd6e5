import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { listing } from '../../model/key-registry.ts';
import { listPage } from '../../stores/paging/list-page.ts';
import { listBinding } from '../../stores/paging/newest-of.ts';
import { tenantOf } from '../../stores/tenants/tenants.ts';
import { tenantView } from './tenant-view.ts';

/** All tenants of the deployment, newest first. */
export const tenantList: HandlerOf<typeof tenantsOperations, 'tenant.list'> = async (call, authority) => ({
  body: await listPage(
    { table: 'vault', pk: listing.tenants, index: 'listing' },
    { ...call.query, secret: authority.cursorSecret, binding: listBinding(call, authority) },
    (row) => tenantView(tenantOf(row), call.at),
  ),
});
