import type { recordsOperations } from '../../api/operations/records.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type PointerRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { tenantLookUp } from '../../stores/keys/open-index.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

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
