import { isNamed, otherLegalPerson } from '../../domain/catalogue/organisation.ts';
import { canBeConfirmed, checkTwoAdmins } from '../../domain/members/two-persons.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { organisationDefinitions } from '../../stores/catalogue/definitions.ts';
import { twoMembers } from '../../stores/members/members.ts';
import { changedDefinition, unchangeable } from './changed-definition.ts';

/** Confirms, as a second admin, the name or address that another set; the body repeats both. */
export const organisationConfirm: Handler<'organisation.confirm'> = async (call, authority) => {
  const change = changedDefinition(call, authority);
  const { organisation } = call.path;
  const [found] = await organisationDefinitions.newest(change.tenant.id, [organisation]);
  if (!found) throw new Problem('not-found');
  const { pending, version } = found;
  if (!pending || !canBeConfirmed(pending.at, call.at))
    throw new Problem('conflict', { detail: 'no name or address waits for confirmation' });
  if (!isNamed(pending.content, call.body))
    throw new Problem('conflict', { detail: 'another name or address was set' });
  const { requester, confirmer } = await twoMembers(change.tenant.id, pending.by, authority.principal);
  checkTwoAdmins(requester, confirmer, call.at);
  const { id, version: written } = await organisationDefinitions.set({
    ...change,
    ifMatch: version,
    code: organisation,
    content: pending.content,
    judge: (before) => unchangeable(before ? otherLegalPerson(before, pending.content) : []),
  });
  return { body: { id, version: written }, version: written };
};
