import { audienceOf } from '../../domain/consents/audience.ts';
import type { Handler } from '../../http/serve.ts';
import { consentPage, openConsents, withUses } from '../../stores/consents/consents.ts';
import { caseSealers } from '../../stores/keys/open-case.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { consentViewOf } from './consent-view.ts';

/** Consents of the caller's own organisation, or all for admins and auditors, newest first. */
export const consentList: Handler<'consent.list'> = async ({ query, at }, authority) => {
  const { id: tenant, kmsKey } = actingTenant(authority, at, 'open', 'retrieval');
  const { individualId, limit, cursor } = query;
  const paging = {
    limit,
    cursor,
    secret: authority.cursorSecret,
    binding: `consent.list ${tenant} ${authority.principal} ${individualId ?? ''}`,
  };
  const { items, next } = await consentPage(tenant, individualId, paging, (organisation) =>
    audienceOf(authority, organisation, 'admin', 'auditor'),
  );
  const rows = items.map(({ row }) => row);
  const [consents, sealers] = await Promise.all([
    withUses(rows),
    caseSealers(
      tenant,
      kmsKey,
      rows.map(({ individual }) => individual),
    ),
  ]);
  return {
    body: {
      items: items.flatMap(({ row, audience }, i) => {
        const sealer = sealers.get(row.individual);
        const sealed = consents[i];
        if (!sealer || !sealed) return [];
        return openConsents([sealed], sealer).map((consent) => consentViewOf(consent, audience, at));
      }),
      ...(next !== undefined && { next }),
    },
  };
};
