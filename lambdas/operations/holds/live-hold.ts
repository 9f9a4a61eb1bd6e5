import { wholeTenant } from '../../domain/holds/hold.ts';
import { isPast } from '../../domain/instant.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { readHold } from '../../stores/holds/holds.ts';
import { readIndividual } from '../../stores/people/individuals.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

/**
 * The tenant of a legal hold on the whole, or on an individual. Individuals are held even while everybody else is
 * purged.
 * @throws Problem `tenant-not-open`; `not-found` for an individual who is not there
 */
export async function holdingTenant(authority: MemberAuthority, at: string, held: string) {
  if (held === wholeTenant) return actingTenant(authority, at, 'open', 'retrieval');
  const tenant = actingTenant(authority, at, 'open', 'retrieval', 'purging');
  await readIndividual(tenant.id, held, []);
  return tenant;
}

/**
 * The legal hold that is to be released.
 * @throws Problem `conflict` when there is none, or it is over
 */
export async function liveHold(tenant: string, held: string, at: string) {
  const hold = await readHold(tenant, held);
  if (!hold || isPast(hold.until, at)) throw new Problem('conflict', { detail: 'nothing is held' });
  return hold;
}
