import { assertPending } from '../../domain/consents/consent.ts';
import type { Handler } from '../../http/serve.ts';
import { nextVersion } from '../../stores/commit/commit.ts';
import { cancelRequest } from '../../stores/requests/request-changes.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { knownRequest } from './known-request.ts';
import { versionFor } from './request-view.ts';

/** Cancels a pending request; a decision that was made stays. */
export const requestCancel: Handler<'request.cancel'> = async ({ path, at, ifMatch }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const known = await knownRequest(tenant, authority, path.request, []);
  const next = nextVersion(versionFor(known.row, 'recipient'), ifMatch);
  assertPending(tenant, known.row, at);
  await cancelRequest({ tenant, authority, at }, known, next);
  return { version: next.version };
};
