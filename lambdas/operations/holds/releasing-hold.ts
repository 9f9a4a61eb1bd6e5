import type { MemberAuthority } from '../../domain/members/authority.ts';
import { canBeConfirmed, checkTwoAdmins } from '../../domain/members/two-persons.ts';
import { Problem } from '../../domain/problems.ts';
import { releaseHold, requestRelease } from '../../stores/holds/holds.ts';
import { twoMembers } from '../../stores/members/members.ts';
import { holdingTenant, liveHold } from './live-hold.ts';

/** Requests the release of a legal hold. It takes two admins, because it lets a deletion go on. */
export async function askRelease(at: string, authority: MemberAuthority, held: string) {
  const tenant = await holdingTenant(authority, at, held);
  const hold = await liveHold(tenant.id, held, at);
  await requestRelease(tenant, hold, { by: authority.principal, at }, authority);
  return { body: { until: hold.until, pendingConfirmation: true } };
}

interface Confirmation {
  readonly body: { readonly until: string };
  readonly at: string;
}

/** Confirms, as a second admin, the release that another requested; the body repeats until when the hold would last. */
export async function confirmRelease({ body, at }: Confirmation, authority: MemberAuthority, held: string) {
  const tenant = await holdingTenant(authority, at, held);
  const hold = await liveHold(tenant.id, held, at);
  const { release, until } = hold;
  if (!release || !canBeConfirmed(release.at, at))
    throw new Problem('conflict', { detail: 'no release waits for confirmation' });
  if (until !== body.until) throw new Problem('conflict', { detail: 'another hold was to be released' });
  const { requester, confirmer } = await twoMembers(tenant.id, release.by, authority.principal);
  checkTwoAdmins(requester, confirmer, at);
  await releaseHold(tenant, hold, authority, at);
  return { body: { until: at, pendingConfirmation: false } };
}
