import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { consentsShown, visibleConsent } from '../../stores/consents/own-consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { personOf } from '../../stores/people/person.ts';

/** One of the individual's consents, in plain words. */
export const myConsentRead: Handler<'my-consent.read'> = async ({ path, query, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  const consent = await visibleConsent(
    session,
    await caseSealer(person.kmsKey, person.keyed.keys),
    path.consent,
  );
  const [body] = await consentsShown(session, [consent], query.language ?? session.language, at);
  if (!body) throw new Problem('not-found');
  return { body };
};
