import { dueTenants, leaseRow } from '../../model/erasure-rows.ts';
import { ownerOf } from '../../model/tables.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';
import type { TenantsPage } from './all-tenants.ts';

/**
 * One page of the tenants that somebody has to look after at an instant, whoever has waited longest first. Others are
 * not read, however many there are. The index may lag by a moment.
 */
export async function dueTenantsPage(at: string, start?: TenantsPage['next']): Promise<TenantsPage> {
  const { rows, next } = await queryPage({
    table: leaseRow.table,
    index: 'listing',
    pk: dueTenants,
    // An instant is followed by an id, which sorts after any instant without one.
    before: `${at}~`,
    start,
    limit: 200,
  });
  // A tenant and its legal hold can be due together.
  const tenants = [...new Set(rows.flatMap(({ pk }) => ownerOf(pk) ?? []))];
  return next ? { tenants, next } : { tenants };
}
