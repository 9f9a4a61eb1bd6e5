import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultPrefix } from '../../model/key-registry.ts';
import { newestOf } from '../../stores/paging/newest-of.ts';
import { ownTenant } from '../../stores/tenants/own-tenant.ts';
import { memberViews } from './member-view.ts';

/** Members of the tenant, newest first. */
export const memberList: HandlerOf<typeof tenantsOperations, 'member.list'> = async (call, authority) => {
  const page = await newestOf(vaultPrefix.members, call, authority, (row) => ({
    at: row.since as string,
    item: row,
  }));
  // Only what is on the page is opened.
  const items = await Promise.all(page.items.map(memberViews(authority, ownTenant(authority))));
  return { body: { ...page, items } };
};
