import type { consentsOperations } from '../../api/operations/consents.ts';
import { audienceOf } from '../../domain/consents/audience.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type ConsentRow } from '../../model/rows.ts';
import { type Row, read } from '../../platform/dynamodb/reads.ts';
import { consentsIn } from '../../stores/consents/consents.ts';
import { caseSealers } from '../../stores/keys/open-case.ts';
import { askedPage } from '../../stores/requests/request-pages.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { consentViewOf } from './consent-view.ts';

/** Consents that the own organisation asked for, or all for admins and auditors, newest first. */
export const consentList: HandlerOf<typeof consentsOperations, 'consent.list'> = async (
  { query, at },
  authority,
) => {
  const { id: tenant, kmsKey } = actingTenant(authority, at, 'open', 'retrieval');
  const { individualId, limit, cursor } = query;
  const paging = {
    limit,
    cursor,
    secret: authority.cursorSecret,
    binding: `consent.list ${tenant} ${authority.principal} ${individualId ?? ''}`,
  };
  const keep = (row: Row) => {
    const audience = audienceOf(authority, as<ConsentRow>(row).organisation, 'admin', 'auditor');
    return audience && { row, audience };
  };
  const { items, next } = await askedPage('consents', { tenant, individual: individualId }, paging, keep);
  const [uses, sealers] = await Promise.all([
    read(items.map(({ row }) => ({ table: 'vault' as const, key: vaultKey.usesBeside(row) }))),
    caseSealers(
      tenant,
      kmsKey,
      items.map(({ row }) => as<ConsentRow>(row).individual),
    ),
  ]);
  return {
    body: {
      items: items.flatMap(({ row, audience }, i) => {
        const sealer = sealers.get(as<ConsentRow>(row).individual);
        const used = uses[i];
        return sealer
          ? consentsIn(used ? [row, used] : [row], sealer).map((held) => consentViewOf(held, audience, at))
          : [];
      }),
      ...(next !== undefined && { next }),
    },
  };
};
