import { consentRecord } from '../../domain/evidence/receipt.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { publishedNotices } from '../../stores/catalogue/catalogue.ts';
import { visibleConsent } from '../../stores/consents/own-consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { personOf } from '../../stores/people/person.ts';
import { receiptOf } from '../../stores/statements/receipts.ts';

/** The signed receipt of the newest event of the individual's consent, with nothing left out. */
export const myConsentReceipt: Handler<'my-consent.receipt'> = async ({ path, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  const sealer = await caseSealer(person.kmsKey, person.keyed.keys);
  const { consent } = await visibleConsent(session, sealer, path.consent);
  const [notice] = await publishedNotices(session.tenant.id, [consent.notice]);
  const newest = consent.events.at(-1);
  if (!notice || !newest) throw new Problem('unavailable');
  const { id, version } = consent;
  return {
    body: await receiptOf(
      { tenant: session.tenant, at },
      { individual: person.keyed, sealer },
      { id, version, audience: 'full' },
      () => ({
        kind: 'consent-receipt',
        id,
        at: newest.at,
        leaf: newest.leaf,
        record: consentRecord(consent, newest, notice.content, 'full'),
      }),
    ),
  };
};
