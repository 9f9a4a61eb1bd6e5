import type { Handler } from '../../http/serve.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { openedContent } from '../../stores/requests/requests.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { knownRequest } from './known-request.ts';
import { requestViewOf } from './request-view.ts';

/** One request, in the state that its reader may know. */
export const requestRead: Handler<'request.read'> = async ({ path, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const { row, keyed, audience } = await knownRequest(tenant, authority, path.request, ['case'], 'admin');
  const sealer = await caseSealer(tenant.kmsKey, keyed.keys);
  const body = requestViewOf(tenant, row, openedContent(row, sealer), audience, at);
  return { body, version: body.version };
};
