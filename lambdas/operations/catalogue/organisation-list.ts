import type { Handler } from '../../http/serve.ts';
import { organisationEntries } from '../../stores/catalogue/entries.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';

/** Organisations of the tenant, newest first. */
export const organisationList: Handler<'organisation.list'> = async (call, authority) => ({
  body: await organisationEntries.page(ownTenant(authority).id, call, authority),
});
