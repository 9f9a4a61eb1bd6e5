import { actingTenant } from '../adapters/acting-tenant.ts';
import { read } from '../adapters/dynamo.ts';
import { vaultKey } from '../adapters/key-registry.ts';
import { tenantLookUp } from '../adapters/look-up.ts';
import { as, type PointerRow } from '../adapters/rows.ts';
import type { recordsOperations } from '../contract/operations/records.ts';
import type { HandlerOf } from '../http/serve.ts';

/** Finds an individual by the tenant's own reference, through its keyed hash. */
export const individualSearch: HandlerOf<typeof recordsOperations, 'individual.search'> = async (
  { body, at },
  authority,
) => {
  const { id: tenant, kmsKey } = actingTenant(authority, at, 'open', 'retrieval');
  const hash = (await tenantLookUp(tenant, kmsKey)).reference(body.reference);
  const [pointer] = await read([{ table: 'vault', key: vaultKey.reference(tenant, hash) }]);
  return { body: { items: pointer ? [{ id: as<PointerRow>(pointer).individual }] : [] } };
};
