import type { Handler } from '../../http/serve.ts';
import { consentsShown, ownConsents } from '../../stores/consents/own-consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { personOf } from '../../stores/people/person.ts';

/** The individual's consents, newest first; on each page live ones first. */
export const myConsentList: Handler<'my-consent.list'> = async ({ query, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  const { limit, cursor, language = session.language } = query;
  const { id: tenant, cursorSecret: secret } = person.tenant;
  const binding = `my-consent.list ${tenant} ${session.individual}`;
  const sealer = await caseSealer(person.kmsKey, person.keyed.keys);
  const { items, ...more } = await ownConsents(session, sealer, { limit, cursor, secret, binding });
  return { body: { ...more, items: await consentsShown(session, items, language, at) } };
};
