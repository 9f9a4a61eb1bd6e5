import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { tenantList, tenantRow } from '../../model/tenant-rows.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { listed } from '../paging/sources.ts';
import { tenantOf } from './tenants.ts';

/** One page of all tenants of the deployment, newest first, each as `shown`. */
export function tenantPage<T>(
  call: ListCall,
  authority: MemberAuthority,
  shown: (tenant: Tenant) => T,
): Promise<{ items: T[]; next?: string }> {
  const list = { table: tenantRow.table, partitions: [tenantList] };
  return listPage(listed(list), pagingOf(call, authority), (row) => shown(tenantOf(row)));
}
