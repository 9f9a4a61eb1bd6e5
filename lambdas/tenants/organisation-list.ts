import { vaultPrefix } from '../adapters/key-registry.ts';
import { as, type OrganisationRow } from '../adapters/rows.ts';
import type { tenantsOperations } from '../contract/operations/tenants.ts';
import type { HandlerOf } from '../http/serve.ts';
import { newestOf } from './newest-of.ts';

/** Organisations of the tenant, newest first. */
export const organisationList: HandlerOf<typeof tenantsOperations, 'organisation.list'> = async (
  call,
  authority,
) => ({
  body: await newestOf(vaultPrefix.organisations, call, authority, (row) => {
    const { id, version, content, since } = as<OrganisationRow>(row);
    return { at: since, item: { ...content, id, version } };
  }),
});
