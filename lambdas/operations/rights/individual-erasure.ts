import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { ErasureRow } from '../../model/erasure-rows.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import type { ErasureAct } from '../../stores/people/erasure.ts';
import { readIndividual } from '../../stores/people/individuals.ts';
import { erasureOf } from '../../stores/people/known-erasure.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

const attempts = 5;
const race = 'erasure';

/** Decides an admin's act on the erasure of an individual by what is read now, and again when that has changed. */
export function actOnErasure(
  individual: string,
  authority: MemberAuthority,
  at: string,
  decide: (act: ErasureAct) => Promise<ErasureRow>,
): Promise<ErasureRow> {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  return decideAgain(race, attempts, async () => {
    const [keyed, erasure] = await Promise.all([
      readIndividual(tenant.id, individual, []),
      erasureOf(tenant.id, individual),
    ]);
    return decide({ tenant, keyed, erasure, at, actorRef: authority.ref, race });
  });
}

export const conflict = (detail: string) => new Problem('conflict', { detail });
