import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { dueTenants, type LeaseRow, leaseRow } from '../../model/erasure-rows.ts';
import { ownerOf } from '../../model/tables.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { queryPage, read } from '../../platform/dynamodb/reads.ts';
import { openPosition, sealPosition } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { tenantOf } from '../tenants/tenants.ts';

/** A tenant after whom somebody has to look one day, and its lease. */
interface Leaving {
  readonly tenant: Tenant;
  readonly lease: LeaseRow | undefined;
}

/**
 * One page of the tenants after whom somebody has to look, the first to be looked after first, in two round trips. A
 * tenant that is listed twice, for itself and for a legal hold, is shown once.
 * @param shown the items that a tenant is shown as; none for one that is left out, so that a page can be short
 */
export async function leavingPage<T>(
  call: ListCall,
  authority: MemberAuthority,
  shown: (leaving: Leaving) => readonly T[],
): Promise<{ items: T[]; next?: string }> {
  const { limit, cursor, secret, binding } = pagingOf(call, authority);
  const start =
    cursor === undefined ? undefined : openPosition<Record<string, string>>(secret, binding, cursor);
  const page = await queryPage({ table: leaseRow.table, index: 'listing', pk: dueTenants, start, limit });
  const places = page.rows.flatMap((place) => {
    const id = ownerOf(place.pk);
    return id === undefined ? [] : [{ id, place }];
  });
  const rows = await read(places.flatMap(({ id }) => [tenantRow.at(id), leaseRow.at(id)]));
  const items = places.flatMap(({ place }, i) => {
    const [tenant, lease] = [rows[2 * i], leaseRow.from(rows[2 * i + 1])];
    const listedForItself = lease?.listPk !== undefined;
    if (!tenant || (listedForItself && !leaseRow.is(place))) return [];
    return shown({ tenant: tenantOf(tenant), lease });
  });
  return { items, ...(page.next && { next: sealPosition(secret, binding, page.next) }) };
}
