import { vaultPrefix } from '../adapters/key-registry.ts';
import type { tenantsOperations } from '../contract/operations/tenants.ts';
import type { HandlerOf } from '../http/serve.ts';
import { memberViews } from './member-view.ts';
import { newestOf } from './newest-of.ts';
import { ownTenant } from './own-tenant.ts';

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
