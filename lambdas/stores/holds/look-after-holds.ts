import { holdNoticeDue } from '../../domain/holds/hold.ts';
import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { readTenant } from '../tenants/read-tenant.ts';
import { expireHold, noticeOfHold, readHolds } from './holds.ts';

/**
 * Does what is due for the legal holds of a tenant: tells the admins that one is about to end, or that it has ended.
 * @returns the tenant as it is then
 */
export async function lookAfterHolds(tenant: Tenant, at: string): Promise<Tenant> {
  let now = tenant;
  for (const hold of await readHolds(tenant.id)) {
    const days = holdNoticeDue(hold, at);
    if (isPast(hold.until, at)) await expireHold(now, hold, at);
    else if (days !== undefined) await noticeOfHold(now, hold, days, at);
    else continue;
    now = (await readTenant(tenant.id)) ?? now;
  }
  return now;
}
