import type { consentsOperations } from '../../api/operations/consents.ts';
import { audienceOf } from '../../domain/consents/audience.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { as, type RequestContent, type RequestRow } from '../../model/rows.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { caseSealers } from '../../stores/keys/open-case.ts';
import { askedPage } from '../../stores/requests/request-pages.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { requestViewOf, stateTold } from './request-view.ts';

/** Requests of the own organisation, or all for admins, newest first. */
export const requestList: HandlerOf<typeof consentsOperations, 'request.list'> = async (
  { query, at },
  authority,
) => {
  const { id: tenant, kmsKey } = actingTenant(authority, at, 'open', 'retrieval');
  const { individualId, state, limit, cursor } = query;
  const paging = {
    limit,
    cursor,
    secret: authority.cursorSecret,
    binding: `request.list ${tenant} ${authority.principal} ${individualId ?? ''} ${state ?? ''}`,
  };
  const keep = (found: Row) => {
    const row = as<RequestRow>(found);
    const audience = audienceOf(authority, row.organisation, 'admin');
    if (!audience || (state !== undefined && stateTold(row, audience, at) !== state)) return undefined;
    return { row, audience };
  };
  const { items, next } = await askedPage('requests', { tenant, individual: individualId }, paging, keep);
  const sealers = await caseSealers(
    tenant,
    kmsKey,
    items.map(({ row }) => row.individual),
  );
  return {
    body: {
      items: items.flatMap(({ row, audience }) => {
        const sealer = sealers.get(row.individual);
        if (!sealer) return [];
        const content = sealer.open<RequestContent>('request', row.id, 1, row.sealed).release();
        return [requestViewOf(row, content, audience, at)];
      }),
      ...(next !== undefined && { next }),
    },
  };
};
