import { audienceOf } from '../../domain/consents/audience.ts';
import type { Handler } from '../../http/serve.ts';
import { caseSealers } from '../../stores/keys/open-case.ts';
import { openedContent, requestPage } from '../../stores/requests/requests.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { requestViewOf, stateFor } from './request-view.ts';

/** Requests of the caller's own organisation, or all for admins, newest first. */
export const requestList: Handler<'request.list'> = async ({ query, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const { individualId, state, limit, cursor } = query;
  const paging = {
    limit,
    cursor,
    secret: authority.cursorSecret,
    binding: `request.list ${tenant.id} ${authority.principal} ${individualId ?? ''} ${state ?? ''}`,
  };
  const { items, next } = await requestPage(tenant.id, individualId, paging, (row) => {
    const audience = audienceOf(authority, row.organisation, 'admin');
    if (!audience || (state !== undefined && stateFor(tenant, row, audience, at) !== state)) return undefined;
    return { row, audience };
  });
  const sealers = await caseSealers(
    tenant.id,
    tenant.kmsKey,
    items.map(({ row }) => row.individual),
  );
  return {
    body: {
      items: items.flatMap(({ row, audience }) => {
        const sealer = sealers.get(row.individual);
        return sealer ? [requestViewOf(tenant, row, openedContent(row, sealer), audience, at)] : [];
      }),
      ...(next !== undefined && { next }),
    },
  };
};
