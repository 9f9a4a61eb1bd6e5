import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { memberOf } from '../../stores/members/members.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { memberViews } from './member-view.ts';

/** One member of the tenant. */
export const memberRead: Handler<'member.read'> = async ({ path }, authority) => {
  const found = await memberOf(path.tenant, path.member);
  if (!found) throw new Problem('not-found');
  const member = await memberViews(authority, ownTenant(authority))(found);
  return { body: member, version: member.version };
};
