import type { Handler } from '../../http/serve.ts';
import { memberPage } from '../../stores/members/members.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { memberViews } from './member-view.ts';

/** Members of the tenant, newest first. */
export const memberList: Handler<'member.list'> = async (call, authority) => {
  const tenant = ownTenant(authority);
  const page = await memberPage(tenant.id, call, authority);
  // Only the members on the page are opened.
  const items = await Promise.all(page.items.map(memberViews(authority, tenant)));
  return { body: { ...page, items } };
};
