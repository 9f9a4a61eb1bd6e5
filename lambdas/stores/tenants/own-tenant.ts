import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';

/** The tenant that a member, or an operator, acts on with this call. */
export function ownTenant({ tenant }: MemberAuthority): Tenant {
  if (!tenant) throw new Error('this operation has no tenant in its path');
  return tenant;
}
