import { ownerOf } from '../../model/tables.ts';
import { tenantList, tenantRow } from '../../model/tenant-rows.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';

/** Ids of some tenants, and where the next page starts; `next` is absent on the last page. */
export interface TenantsPage {
  readonly tenants: string[];
  readonly next?: Record<string, string>;
}

/** One page of all tenants of the deployment, oldest first. The index may lag by a moment. */
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
