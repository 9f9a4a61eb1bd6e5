import type { Handler } from '../../http/serve.ts';
import { openGrounds } from '../../stores/holds/hold-ground.ts';
import { holdPage } from '../../stores/holds/holds.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { holdView } from './hold-view.ts';

/** Legal holds of the tenant: those on individuals, and that on the whole. */
export const holdList: Handler<'hold.list'> = async (call, authority) => {
  const tenant = ownTenant(authority);
  const page = await holdPage(tenant.id, call, authority);
  return { body: { ...page, items: (await openGrounds(tenant, page.items)).map(holdView) } };
};
