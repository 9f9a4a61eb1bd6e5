import type { ConsentEvent } from '../../domain/consents/consent.ts';
import { type Audience, consentRecord } from '../../domain/evidence/receipt.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { publishedNotices } from '../../stores/catalogue/catalogue.ts';
import { receiptOf } from '../../stores/statements/receipts.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { knownConsent } from './known-consent.ts';

/** The signed receipt of the newest event of a consent, with as much as its reader may know. */
export const consentReceipt: Handler<'consent.receipt'> = async ({ path, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const known = await knownConsent(tenant, authority, path.consent, 'admin', 'auditor');
  const { consent, keyed, sealer } = known;
  const [notice] = await publishedNotices(tenant.id, [consent.notice]);
  const newest = consent.events.at(-1);
  if (!notice || !newest) throw new Problem('unavailable');
  const audience = audienceOfReceipt(known.audience, newest);
  const { id, version } = consent;
  return {
    body: await receiptOf({ tenant, at }, { individual: keyed, sealer }, { id, version, audience }, () => ({
      kind: 'consent-receipt',
      id,
      at: newest.at,
      leaf: newest.leaf,
      record: consentRecord(consent, newest, notice.content, audience),
    })),
  };
};

/** The audience of a receipt: a recipient from whom nothing is withheld gets the same receipt as everybody else. */
export function audienceOfReceipt(reader: Audience, { type, told }: ConsentEvent): Audience {
  return reader === 'recipient' && type !== 'granted' && !told ? 'recipient' : 'full';
}
