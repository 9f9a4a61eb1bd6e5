import type { consentsOperations } from '../../api/operations/consents.ts';
import { type Consent, type ConsentEvent, consentStateAt } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import type { ConsentRow } from '../../model/rows.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { knownConsent } from './known-consent.ts';

/**
 * Ends a consent for the tenant. The disclosure gate checks the version that this moves in its own transaction, so
 * nothing that starts later succeeds. Operators learn nothing of the consent by it.
 */
export const consentRevoke: HandlerOf<typeof consentsOperations, 'consent.revoke'> = async (
  { path, body, at },
  authority,
) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const known = await knownConsent(tenant, authority, path.consent, 'admin', 'operator');
  const { row, consent, used, held, sealer } = known;
  if (consentStateAt(consent, used, at) !== 'active')
    throw new Problem('conflict', { detail: 'it has ended already' });
  const { auditRef } = held.keys;
  const version = consent.version + 1;
  const audit = appendAudit({
    type: 'consent.revoked',
    at,
    tenant: tenant.id,
    actorRef: authority.ref,
    individualRef: auditRef,
    object: { id: consent.id, under: auditRef },
    version,
  });
  const event: ConsentEvent = {
    version,
    type: 'revoked',
    at,
    entry: audit.entry,
    leaf: audit.leaf,
    actor: authority.roles.includes('admin') ? 'admin' : 'operator',
    channel: 'api',
    told: false,
    reason: body.reason,
    contact: { setAt: held.row.contactSetAt, setBy: held.row.contactSetBy },
  };
  const ended: Consent = { ...consent, state: 'revoked', version, events: [...consent.events, event] };
  const changed: Pick<ConsentRow, 'state' | 'version' | 'sealed'> = {
    state: 'revoked',
    version,
    sealed: sealer.seal('consent', consent.id, version, ended),
  };
  await transact([
    fenceOf(tenant.id, held.row),
    {
      table: 'vault',
      update: row,
      set: { ...changed },
      if: equals({ state: 'active', version: consent.version }),
      else: 'conflict',
    },
    ...audit.writes,
  ]);
  return { body: { id: consent.id, state: 'revoked', version } };
};
