import type { Handler } from '../../http/serve.ts';
import { requestRelease } from '../../stores/holds/holds.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { liveHold } from './live-hold.ts';

/** Requests the release of a legal hold. It takes two admins, because it lets a deletion go on. */
export const holdRelease: Handler<'hold.release'> = async ({ at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const hold = await liveHold(tenant.id, at);
  await requestRelease(tenant, hold, { by: authority.principal, at }, authority);
  return { body: { until: hold.until, pendingConfirmation: true } };
};
