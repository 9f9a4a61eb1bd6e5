import type { Handler } from '../../http/serve.ts';
import { receiptOfConsent } from '../../stores/consents/consent-receipt.ts';
import { visibleConsent } from '../../stores/consents/own-consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { personOf } from '../../stores/people/person.ts';

/** The signed receipt of an event of the individual's consent, the newest unless said, with nothing left out. */
export const myConsentReceipt: Handler<'my-consent.receipt'> = async ({ path, query, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  const sealer = await caseSealer(person.kmsKey, person.keyed.keys);
  const consent = await visibleConsent(session, sealer, path.consent);
  const owner = { individual: person.keyed, sealer };
  return {
    body: await receiptOfConsent({ tenant: session.tenant, at }, owner, consent, 'full', query.version),
  };
};
