import { referenceRow } from '../../model/people-rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { tenantLookUp } from '../keys/open-index.ts';
import type { KeyedTenant } from '../tenants/acting-tenant.ts';

/** The individual with this reference of the tenant's own, found by its keyed hash; undefined when there is none. */
export async function individualBehind(
  { id: tenant, kmsKey }: KeyedTenant,
  reference: string,
): Promise<string | undefined> {
  const hash = (await tenantLookUp(tenant, kmsKey)).reference(reference);
  const [pointer] = await read([referenceRow.at(tenant, hash)]);
  return referenceRow.from(pointer)?.individual;
}
