import { listing } from '../adapters/key-registry.ts';
import { listPage } from '../adapters/lists.ts';
import { tenantOf } from '../adapters/tenant-row.ts';
import type { tenantsOperations } from '../contract/operations/tenants.ts';
import type { HandlerOf } from '../http/serve.ts';
import { listBinding } from './newest-of.ts';
import { tenantView } from './tenant-view.ts';

/** All tenants of the deployment, newest first. */
export const tenantList: HandlerOf<typeof tenantsOperations, 'tenant.list'> = async (call, authority) => ({
  body: await listPage(
    { table: 'vault', pk: listing.tenants, index: 'listing' },
    { ...call.query, secret: authority.cursorSecret, binding: listBinding(call, authority) },
    (row) => tenantView(tenantOf(row), call.at),
  ),
});
