import type { Handler } from '../../http/serve.ts';
import { individualBehind } from '../../stores/people/reference.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

/** Finds an individual by the tenant's own reference. */
export const individualSearch: Handler<'individual.search'> = async ({ body, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const id = await individualBehind(tenant, body.reference);
  return { body: { items: id === undefined ? [] : [{ id }] } };
};
