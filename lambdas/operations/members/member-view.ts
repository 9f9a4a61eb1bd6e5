import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import type { MemberRow } from '../../model/member-rows.ts';
import { contactOpener } from '../../stores/members/member-contact.ts';

/**
 * How a reader sees members: admins with names and addresses, auditors without, because they see no personal data.
 * Keys are unwrapped only when there is something to open.
 */
export function memberViews(authority: MemberAuthority, tenant: Tenant) {
  const opens = authority.roles.includes('admin');
  const contactOf = contactOpener(tenant);
  return async (member: MemberRow) => {
    const { id, roles, organisation, rights, since, version, sealed, returned } = member;
    const view = { id, roles: [...roles], organisation, rights: [...rights], since, version };
    if (!opens || !sealed) return view;
    const contact = await contactOf(member);
    return { ...view, name: contact?.name, email: contact?.email, mailReturned: returned };
  };
}
