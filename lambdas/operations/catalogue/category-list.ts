import type { Handler } from '../../http/serve.ts';
import { categoryEntries } from '../../stores/catalogue/entries.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';

/** Categories of the tenant, newest first. */
export const categoryList: Handler<'category.list'> = async (call, authority) => ({
  body: await categoryEntries.page(ownTenant(authority).id, call, authority),
});
