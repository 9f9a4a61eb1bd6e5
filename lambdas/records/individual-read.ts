import { actingTenant } from '../adapters/acting-tenant.ts';
import { readIndividual } from '../adapters/individual-row.ts';
import type { recordsOperations } from '../contract/operations/records.ts';
import type { HandlerOf } from '../http/serve.ts';

/** State and provenance of an individual; nothing is opened. */
export const individualRead: HandlerOf<typeof recordsOperations, 'individual.read'> = async (
  { path, at },
  authority,
) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const { row } = await readIndividual(tenant.id, path.individual, []);
  return {
    body: {
      id: row.id,
      state: row.state,
      createdAt: row.createdAt,
      contactSetAt: row.contactSetAt,
      contactOwnedByIndividual: row.contactOwned,
      version: row.version,
    },
    version: row.version,
  };
};
