import type { Audience } from '../evidence/receipt.ts';
import type { MemberAuthority } from '../members/authority.ts';
import type { Role } from '../tenants/tenancy.ts';
import type { ConsentEvent } from './consent.ts';

/**
 * How much a member may see of something that belongs to an organisation. Members of that organisation see what a
 * recipient may know, whatever their other roles; members in one of the roles named see everything; for anybody else
 * it does not exist.
 */
export function audienceOf(
  member: Pick<MemberAuthority, 'roles' | 'organisation'>,
  organisation: string,
  ...fullReaders: readonly Role[]
): Audience | undefined {
  if (member.organisation === organisation) return 'recipient';
  return member.roles.some((role) => fullReaders.includes(role)) ? 'full' : undefined;
}

/** The audience of a receipt: a recipient from whom nothing is withheld gets the same receipt as everybody else. */
export function audienceOfReceipt(
  reader: Audience,
  { type, told }: Pick<ConsentEvent, 'type' | 'told'>,
): Audience {
  return reader === 'recipient' && type !== 'granted' && !told ? 'recipient' : 'full';
}
