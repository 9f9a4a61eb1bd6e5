import type { Audience } from '../evidence/receipt.ts';
import type { MemberAuthority } from '../members/authority.ts';
import type { Role } from '../tenants/tenancy.ts';

/**
 * How much of something that an organisation asked for a member is told. Members of that organisation are told
 * what a recipient may know, whatever else they are; those in one of the roles named are told all; for anybody
 * else it does not exist.
 */
export function audienceOf(
  member: Pick<MemberAuthority, 'roles' | 'organisation'>,
  organisation: string,
  ...fullReaders: readonly Role[]
): Audience | undefined {
  if (member.organisation === organisation) return 'recipient';
  return member.roles.some((role) => fullReaders.includes(role)) ? 'full' : undefined;
}
