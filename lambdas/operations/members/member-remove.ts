import { checkMemberChange } from '../../domain/members/member-change.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { nextVersion } from '../../stores/commit/commit.ts';
import { readMembership, removeMember } from '../../stores/members/members.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';

/** Removes a member; their next call finds no membership. */
export const memberRemove: Handler<'member.remove'> = async (call, authority) => {
  const { at } = call;
  const { member } = call.path;
  const tenant = ownTenant(authority);
  assertTenantState(tenant, at, 'open', 'retrieval');
  const read = await readMembership(tenant.id, member, authority.principal);
  const { before } = read;
  if (!before) throw new Problem('not-found');
  const next = nextVersion(before.version, call.ifMatch);
  checkMemberChange({
    actor: { id: authority.principal, roles: authority.roles },
    member,
    before,
    after: undefined,
    operates: false,
  });
  const told = before.roles.includes('admin');
  await removeMember({ tenant, member, actor: authority, at, read, next, told });
  return {};
};
