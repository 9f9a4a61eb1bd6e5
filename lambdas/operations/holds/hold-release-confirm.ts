import { canBeConfirmed, checkTwoAdmins } from '../../domain/members/two-persons.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { releaseHold } from '../../stores/holds/holds.ts';
import { twoMembers } from '../../stores/members/members.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { liveHold } from './live-hold.ts';

/** Confirms, as a second admin, the release that another requested; the body repeats until when the hold would last. */
export const holdReleaseConfirm: Handler<'hold.release-confirm'> = async ({ body, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const hold = await liveHold(tenant.id, at);
  const { release, until } = hold;
  if (!release || !canBeConfirmed(release.at, at))
    throw new Problem('conflict', { detail: 'no release waits for confirmation' });
  if (until !== body.until)
    throw new Problem('conflict', { detail: 'the release of another hold was requested' });
  const { requester, confirmer } = await twoMembers(tenant.id, release.by, authority.principal);
  checkTwoAdmins(requester, confirmer, at);
  await releaseHold(tenant, hold, authority, at);
  return { body: { until: at, pendingConfirmation: false } };
};
