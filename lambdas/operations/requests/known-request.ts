import { audienceOf } from '../../domain/consents/audience.ts';
import type { Audience } from '../../domain/evidence/receipt.ts';
import { individualOf } from '../../domain/identifiers.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Role } from '../../domain/tenants/tenancy.ts';
import { type IndividualUse, type Key, vaultKey } from '../../model/key-registry.ts';
import { as, type RequestRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { type HeldIndividual, individualFrom, individualRowsOf } from '../../stores/people/individuals.ts';
import type { KeyedTenant } from '../../stores/tenants/acting-tenant.ts';

/** A request that a member may know of, still sealed, with its individual. */
export interface KnownRequest<U extends IndividualUse> {
  readonly key: Key;
  readonly row: RequestRow;
  readonly held: HeldIndividual<U>;
  readonly audience: Audience;
}

/**
 * Reads a request of the member's own organisation; of any, for the roles that are told all.
 * @throws Problem `not-found` for that of another, as for one that never was
 */
export async function knownRequest<const U extends IndividualUse>(
  { id: tenant }: KeyedTenant,
  member: MemberAuthority,
  request: string,
  uses: readonly U[],
  ...toldAll: readonly Role[]
): Promise<KnownRequest<U>> {
  const individual = individualOf(request);
  const key = vaultKey.request(tenant, individual, request);
  const [found, ...rows] = await read([
    { table: 'vault', key },
    ...individualRowsOf(tenant, individual, uses),
  ]);
  const held = individualFrom(tenant, individual, uses, rows);
  const row = found && as<RequestRow>(found);
  const audience = row && audienceOf(member, row.organisation, ...toldAll);
  if (!held || !row || !audience) throw new Problem('not-found');
  return { key, row, held, audience };
}
