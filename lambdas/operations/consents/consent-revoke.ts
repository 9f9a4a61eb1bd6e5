import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { commit } from '../../stores/commit/commit.ts';
import { endConsent } from '../../stores/consents/end-consent.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { consentToEnd } from './known-consent.ts';

/**
 * Ends a consent that is stored as active on behalf of the tenant; it may have expired or be used up, and need not
 * open. An operator who does it learns nothing of the consent's content.
 */
export const consentRevoke: Handler<'consent.revoke'> = async ({ path, body, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const known = await consentToEnd(tenant, authority, path.consent, 'admin', 'operator');
  const { row, keyed, sealer } = known;
  if (row.state !== 'active') throw new Problem('conflict', { detail: 'it has ended already' });
  const ending = {
    type: 'revoked',
    at,
    actor: authority.roles.includes('admin') ? 'admin' : 'operator',
    actorRef: authority.ref,
    channel: 'api',
    reasonDisclosed: false,
    reason: body.reason,
  } as const;
  const { event, writes } = endConsent(known, keyed, sealer, ending, 'conflict');
  await commit({ tenant, at }, [fenceOf(tenant.id, keyed.row), ...writes]);
  return { body: { id: row.id, state: 'revoked', version: event.version } };
};
