import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { tenantList, tenantRow } from '../../model/tenant-rows.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/newest-of.ts';
import { tenantOf } from './tenants.ts';

/** One page of all tenants of the deployment, newest first, each as `shown`. */
export function tenantPage<T>(
  call: ListCall,
  authority: MemberAuthority,
  shown: (tenant: Tenant) => T,
): Promise<{ items: T[]; next?: string }> {
  const range = { table: tenantRow.table, pk: tenantList, index: 'listing' } as const;
  return listPage(range, pagingOf(call, authority), (row) => shown(tenantOf(row)));
}
