import type { Handler } from '../../http/serve.ts';
import { categoryDefinitions } from '../../stores/catalogue/definitions.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';

/** Categories of the tenant, newest first. */
export const categoryList: Handler<'category.list'> = async (call, authority) => ({
  body: await categoryDefinitions.page(ownTenant(authority).id, call, authority),
});
