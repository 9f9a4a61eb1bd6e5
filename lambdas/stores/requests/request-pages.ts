import { shardOf } from '../../domain/identifiers.ts';
import { listing, rangePk, vaultPrefix } from '../../model/key-registry.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { listPage, newestPage, type Paging } from '../paging/list-page.ts';

/**
 * One page of a tenant's requests or consents, newest first: of one individual, from their own rows, or of all.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export function askedPage<T>(
  kind: 'requests' | 'consents',
  { tenant, individual }: { readonly tenant: string; readonly individual: string | undefined },
  paging: Paging,
  keep: (row: Row) => T | undefined,
): Promise<{ items: T[]; next?: string }> {
  if (individual === undefined)
    return listPage({ table: 'vault', pk: listing[kind](tenant), index: 'listing' }, paging, keep);
  const pk = rangePk(tenant, shardOf(individual));
  return newestPage({ table: 'vault', pk, prefix: vaultPrefix[kind](individual) }, paging, keep);
}
