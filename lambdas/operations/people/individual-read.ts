import type { Handler } from '../../http/serve.ts';
import { readIndividual } from '../../stores/people/individuals.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

/** State and provenance of an individual; nothing is opened. */
export const individualRead: Handler<'individual.read'> = async ({ path, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const { row } = await readIndividual(tenant.id, path.individual, []);
  const { returned, addressVersion } = row;
  return {
    body: {
      id: row.id,
      state: row.state,
      createdAt: row.createdAt,
      contactSetAt: row.contactSetAt,
      ...(returned?.addressVersion === addressVersion && {
        mailReturned: { at: returned.at, why: returned.why },
      }),
      contactOwnedByIndividual: row.contactOwned,
      version: row.version,
    },
    version: row.version,
  };
};
