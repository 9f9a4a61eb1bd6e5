import { canBeConfirmed, checkTwoMembers } from '../../domain/members/two-persons.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { nextVersion } from '../../stores/commit/commit.ts';
import { twoMembers } from '../../stores/members/members.ts';
import { changePerson, contactRequested } from '../../stores/people/contact-change.ts';
import { readIndividual } from '../../stores/people/individuals.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

/** Confirms, as a second member, the address that another requested; the body repeats it, and what was stated. */
export const contactChangeConfirm: Handler<'contact-change.confirm'> = async (
  { path, body, at },
  authority,
) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const keyed = await readIndividual(tenant.id, path.individual, ['contact']);
  const { id, version: before, state, contactOwned, pendingContact: pending } = keyed.row;
  if (!pending || !canBeConfirmed(pending.at, at) || state === 'erasing')
    throw new Problem('conflict', { detail: 'no change of address waits for confirmation' });
  const { requester, confirmer } = await twoMembers(tenant.id, pending.by, authority.principal);
  checkTwoMembers(requester, confirmer, ['provider', 'admin'], at);
  if (body.stated !== pending.stated || (contactOwned && pending.stated === undefined))
    throw new Problem('conflict', { detail: 'both have to state that they saw the individual, or neither' });
  const contact = await contactRequested(tenant, keyed, pending);
  if (contact.email !== body.email || contact.phone !== body.phone)
    throw new Problem('conflict', { detail: 'another address was requested' });
  const next = nextVersion(before, undefined);
  await changePerson(tenant, keyed, { contact }, next, authority.ref, at);
  return { body: { id, version: next.version }, version: next.version };
};
