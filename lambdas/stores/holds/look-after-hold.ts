import { holdNoticeDue } from '../../domain/holds/hold.ts';
import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { expireHold, noticeOfHold, readHold } from './holds.ts';

/** Does what is due for the legal hold on a tenant: tells the admins that it is about to end, or that it has ended. */
export async function lookAfterHold(tenant: Tenant, at: string): Promise<void> {
  const hold = await readHold(tenant.id);
  if (!hold) return;
  if (isPast(hold.until, at)) return expireHold(tenant, hold, at);
  const days = holdNoticeDue(hold, at);
  if (days !== undefined) await noticeOfHold(tenant, hold, days, at);
}
