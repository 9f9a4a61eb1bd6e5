import { requestStateAt } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import type { IndividualRow } from '../../model/people-rows.ts';
import type { RequestRow } from '../../model/request-rows.ts';
import { remindOfRequest } from '../../stores/requests/request-changes.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { knownRequest } from './known-request.ts';

/**
 * Sends the one reminder of a request. Nobody gets the mail who has provisionally declined the request or marked it
 * *not for me*; the requester does not learn of it.
 */
export const requestRemind: Handler<'request.remind'> = async ({ path, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open');
  const known = await knownRequest(tenant, authority, path.request, []);
  const { row, keyed } = known;
  // The same answer for all reasons: whether somebody is restricted is not the requester's business.
  if (!mayBeReminded(row, keyed.row, at))
    throw new Problem('conflict', {
      detail: 'a request is reminded of once, while it is open',
    });
  const version = await remindOfRequest({ tenant, authority, at }, known, row.provisional === undefined);
  return { body: { id: row.id, version } };
};

function mayBeReminded(row: RequestRow, { state }: IndividualRow, at: string): boolean {
  return requestStateAt(row, at) === 'pending' && row.remindedAt === undefined && state === 'active';
}
