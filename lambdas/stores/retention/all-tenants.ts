import { ownerOf } from '../../model/tables.ts';
import { tenantList, tenantRow } from '../../model/tenant-rows.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';

/** Ids of some tenants, and where to go on; `next` is absent at the end. */
export interface TenantsPage {
  readonly tenants: string[];
  readonly next?: Record<string, string>;
}

/** One page of all tenants of the deployment, newest first. The list may lag behind by a moment. */
export async function tenantsPage(start?: TenantsPage['next']): Promise<TenantsPage> {
  const { rows, next } = await queryPage({
    table: tenantRow.table,
    index: 'listing',
    pk: tenantList,
    start,
    limit: 200,
  });
  const tenants = rows.flatMap(({ pk }) => ownerOf(pk) ?? []);
  return next ? { tenants, next } : { tenants };
}
