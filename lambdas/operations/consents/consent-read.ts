import type { Handler } from '../../http/serve.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { consentViewOf } from './consent-view.ts';
import { knownConsent } from './known-consent.ts';

/** One consent; expired or used up counts as ended without any job having run. */
export const consentRead: Handler<'consent.read'> = async ({ path, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const known = await knownConsent(tenant, authority, path.consent, 'admin', 'auditor');
  return { body: consentViewOf(known, known.audience, at), version: known.consent.version };
};
