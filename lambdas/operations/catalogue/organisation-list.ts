import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultPrefix } from '../../model/key-registry.ts';
import { as, type OrganisationRow } from '../../model/rows.ts';
import { newestOf } from '../../stores/paging/newest-of.ts';

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
