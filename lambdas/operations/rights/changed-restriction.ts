import type { MemberAuthority, SessionAuthority } from '../../domain/members/authority.ts';
import type { IndividualRow } from '../../model/people-rows.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { readIndividual } from '../../stores/people/individuals.ts';
import { personOf } from '../../stores/people/person.ts';
import { changeRestriction } from '../../stores/people/restriction.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

const attempts = 5;
const race = 'restriction';

/** Locks or unlocks an individual's data for the tenant's side; what others have locked stays locked. */
export function restrictedByAdmin(
  individual: string,
  authority: MemberAuthority,
  at: string,
  locked: boolean,
): Promise<IndividualRow> {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  return decideAgain(race, attempts, async () => {
    const keyed = await readIndividual(tenant.id, individual, []);
    const change = { reason: 'admin', locked, actorRef: authority.ref } as const;
    return changeRestriction({ tenant, at }, keyed, change, race);
  });
}

/** Locks or unlocks the data of a session's individual for themselves; what others have locked stays locked. */
export function restrictedByThemselves(
  session: SessionAuthority,
  at: string,
  locked: boolean,
): Promise<IndividualRow> {
  return decideAgain(race, attempts, async () => {
    const { tenant, keyed } = (await personOf(session, at, [])).person;
    return changeRestriction({ tenant, at }, keyed, { reason: 'asked', locked }, race);
  });
}
