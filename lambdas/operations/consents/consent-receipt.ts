import type { Handler } from '../../http/serve.ts';
import { receiptOfConsent } from '../../stores/consents/consent-receipt.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { knownConsent } from './known-consent.ts';

/** The signed receipt of an event of a consent, the newest unless said, with as much as its reader may know. */
export const consentReceipt: Handler<'consent.receipt'> = async ({ path, query, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const known = await knownConsent(tenant, authority, path.consent, 'admin', 'auditor');
  const person = { individual: known.keyed, sealer: known.sealer };
  return {
    body: await receiptOfConsent({ tenant, at }, person, known, known.audience, query.version),
  };
};
