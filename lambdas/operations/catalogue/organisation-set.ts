import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import { needsSafeguard } from '../../domain/catalogue/transfer.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { ownTenant } from '../../stores/tenants/own-tenant.ts';
import { setEntry } from './set-entry.ts';

/** Sets an organisation that asks and receives; one outside the tenant's area of free movement says its safeguard. */
export const organisationSet: HandlerOf<typeof tenantsOperations, 'organisation.set'> = async (
  call,
  authority,
) => {
  const tenant = ownTenant(authority);
  const { organisation } = call.path;
  const written = await setEntry<Organisation>(call, authority, {
    key: vaultKey.organisation(tenant.id, organisation),
    id: organisation,
    content: call.body,
    type: 'organisation.set',
    faults: () =>
      needsSafeguard(tenant.country, call.body.country) && call.body.safeguard === undefined
        ? [{ pointer: '/safeguard', detail: 'a transfer to this country needs one' }]
        : [],
  });
  return { body: written, version: written.version };
};
