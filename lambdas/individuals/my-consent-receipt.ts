import { publishedNotices } from '../adapters/catalogue.ts';
import { receiptOf } from '../adapters/receipts.ts';
import type { individualsOperations } from '../contract/operations/individuals.ts';
import { Problem } from '../domain/problems.ts';
import { consentRecord } from '../domain/receipt.ts';
import type { HandlerOf } from '../http/serve.ts';
import { visibleConsent } from './my-consents.ts';
import { personOf } from './person.ts';

/** The signed receipt of the newest event of a permission, with nothing left out. */
export const myConsentReceipt: HandlerOf<typeof individualsOperations, 'my-consent.receipt'> = async (
  { path, at },
  session,
) => {
  const { person } = await personOf(session, at, ['case']);
  const sealer = await person.sealer('case');
  const { consent } = await visibleConsent(session, sealer, path.consent);
  const [notice] = await publishedNotices(session.tenant.id, [consent.notice]);
  const newest = consent.events.at(-1);
  if (!notice || !newest) throw new Problem('unavailable');
  const { id, version } = consent;
  return {
    body: await receiptOf(session.tenant.id, person.held, sealer, { id, version, audience: 'full' }, () => ({
      kind: 'consent-receipt',
      id,
      at: newest.at,
      leaf: newest.leaf,
      record: consentRecord(consent, newest, notice.content, 'full'),
    })),
  };
};
