import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { memberOf } from '../../stores/members/members.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { memberViews } from './member-view.ts';

/** One member of the tenant. */
export const memberRead: HandlerOf<typeof tenantsOperations, 'member.read'> = async ({ path }, authority) => {
  const found = await memberOf(path.tenant, path.member);
  if (!found) throw new Problem('not-found');
  const member = await memberViews(authority, ownTenant(authority))(found);
  return { body: member, version: member.version };
};
