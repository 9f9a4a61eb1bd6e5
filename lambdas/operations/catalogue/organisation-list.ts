import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { organisationEntries } from '../../stores/catalogue/entries.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';

/** Organisations of the tenant, newest first. */
export const organisationList: HandlerOf<typeof tenantsOperations, 'organisation.list'> = async (
  call,
  authority,
) => ({
  body: await organisationEntries.page(ownTenant(authority).id, call, authority),
});
