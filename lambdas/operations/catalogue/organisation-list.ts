import type { Handler } from '../../http/serve.ts';
import { organisationDefinitions } from '../../stores/catalogue/definitions.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';

/** Organisations of the tenant, newest first. */
export const organisationList: Handler<'organisation.list'> = async (call, authority) => ({
  body: await organisationDefinitions.page(ownTenant(authority).id, call, authority),
});
