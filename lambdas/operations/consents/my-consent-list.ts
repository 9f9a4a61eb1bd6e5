import type { Handler } from '../../http/serve.ts';
import { consentsShown, visibleConsents } from '../../stores/consents/own-consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { personOf } from '../../stores/people/person.ts';

/** The individual's consents, live ones first. */
export const myConsentList: Handler<'my-consent.list'> = async ({ query, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  const consents = await visibleConsents(session, await caseSealer(person.kmsKey, person.keyed.keys));
  return { body: { items: await consentsShown(session, consents, query.language ?? session.language, at) } };
};
