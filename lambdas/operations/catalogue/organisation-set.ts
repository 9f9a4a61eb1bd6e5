import { isRenamed, otherLegalPerson } from '../../domain/catalogue/organisation.ts';
import { needsSafeguard } from '../../domain/catalogue/transfer.ts';
import type { Handler } from '../../http/serve.ts';
import { organisationDefinitions } from '../../stores/catalogue/definitions.ts';
import { changedDefinition, unchangeable, without } from './changed-definition.ts';

/**
 * Sets an organisation that requests and receives data; one outside the tenant's area of free movement must state its
 * safeguard. A code stands for one legal person: its country, role and safeguard never change, and another name or
 * address waits for a second admin.
 */
export const organisationSet: Handler<'organisation.set'> = async (call, authority) => {
  const change = changedDefinition(call, authority);
  const { country, safeguard } = call.body;
  const lacking = needsSafeguard(change.tenant.country, country) && safeguard === undefined;
  const written = await organisationDefinitions.set({
    ...change,
    code: call.path.organisation,
    content: call.body,
    judge: (before) => {
      unchangeable(before ? otherLegalPerson(before, call.body) : []);
      without(lacking ? [{ pointer: '/safeguard', detail: 'a transfer to this country needs one' }] : []);
    },
    waits: (before) => isRenamed(before, call.body),
  });
  return { body: written, version: written.version };
};
