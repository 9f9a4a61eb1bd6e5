import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { nextVersion } from '../../stores/commit/commit.ts';
import { changePerson, reachesOtherwise, requestContactChange } from '../../stores/people/contact-change.ts';
import { readIndividual } from '../../stores/people/individuals.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { assertLanguageOf } from './known-language.ts';

/**
 * Changes contact or language. Whoever has the address decides on consents, so after the individual's first confirmed
 * session the tenant cannot change it any more. Before that the old address is informed, and a second member confirms
 * another address, unless the one who enrolled them corrects it before a first link was mailed. Of somebody who cannot
 * reach their mailbox any more two members change it as well, both of whom state that they saw them.
 */
export const individualUpdate: Handler<'individual.update'> = async (
  { path, body, at, ifMatch },
  authority,
) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  assertLanguageOf(tenant, body.language);
  const keyed = await readIndividual(tenant.id, path.individual, ['contact']);
  const { id, version: before, state, contactOwned } = keyed.row;
  const next = nextVersion(before, ifMatch);
  if (state === 'erasing') throw new Problem('conflict', { detail: 'this individual is being erased' });
  if (body.contact && contactOwned && body.stated === undefined)
    throw new Problem('conflict', {
      detail: 'only the individual changes this contact, or two members who state that they saw them',
    });
  const answer = { id, version: next.version };
  const { contact } = body;
  const mayAlone = keyed.row.enrolledBy === authority.principal && keyed.row.messagedAt === undefined;
  if (contact && !mayAlone && (contactOwned || (await reachesOtherwise(tenant, keyed, contact)))) {
    await requestContactChange(tenant, keyed, { ...body, contact }, next, authority, at);
    return { body: { ...answer, pendingConfirmation: true }, version: next.version };
  }
  await changePerson(tenant, keyed, body, next, authority.ref, at);
  return { body: { ...answer, pendingConfirmation: false }, version: next.version };
};
