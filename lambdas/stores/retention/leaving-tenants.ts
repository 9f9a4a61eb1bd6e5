import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { dueTenants, type LeaseRow, leaseRow } from '../../model/erasure-rows.ts';
import { type ExportingRow, exportingRow } from '../../model/statement-rows.ts';
import { ownerOf } from '../../model/tables.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { queryPage, read } from '../../platform/dynamodb/reads.ts';
import { openPosition, sealPosition } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { tenantOf } from '../tenants/tenants.ts';

/** A tenant after whom somebody has to look one day, its lease, and that of the export that runs. */
export interface Leaving {
  readonly tenant: Tenant;
  readonly lease: LeaseRow | undefined;
  readonly exporting: ExportingRow | undefined;
}

/** What is known of tenants on their way out, in one round trip; undefined where there is no such tenant. */
export async function readLeaving(tenants: readonly string[]): Promise<(Leaving | undefined)[]> {
  const rows = await read(tenants.flatMap((id) => [tenantRow.at(id), leaseRow.at(id), exportingRow.at(id)]));
  return tenants.map((_, i) => {
    const [tenant, lease, exporting] = rows.slice(3 * i, 3 * i + 3);
    if (!tenant) return undefined;
    return {
      tenant: tenantOf(tenant),
      lease: leaseRow.from(lease),
      exporting: exportingRow.from(exporting),
    };
  });
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
  const found = await readLeaving(places.map(({ id }) => id));
  const items = places.flatMap(({ place }, i) => {
    const leaving = found[i];
    const listedForItself = leaving?.lease?.listPk !== undefined;
    if (!leaving || (listedForItself && !leaseRow.is(place))) return [];
    return shown(leaving);
  });
  return { items, ...(page.next && { next: sealPosition(secret, binding, page.next) }) };
}
