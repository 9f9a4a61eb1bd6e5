import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { consentsShown, visibleConsent } from '../../stores/consents/own-consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { personOf } from '../../stores/people/person.ts';

/**
 * The consent that a withdrawal link belongs to. Whoever has the mail sees it, so the schema of the answer has nothing
 * of what the consent is about.
 * @throws Problem `not-found`
 */
export const withdrawalRead: Handler<'withdrawal.read'> = async ({ query, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  if (session.consent === undefined) throw new Problem('not-found');
  const sealer = await caseSealer(person.kmsKey, person.keyed.keys);
  const consent = await visibleConsent(session, sealer, session.consent);
  const [body] = await consentsShown(session, [consent], query.language ?? session.language, at);
  if (!body) throw new Problem('not-found');
  return { body };
};
