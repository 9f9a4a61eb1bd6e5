import { audienceOf } from '../../domain/consents/audience.ts';
import type { Audience } from '../../domain/evidence/receipt.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Role } from '../../domain/tenants/tenancy.ts';
import type { IndividualUse } from '../../model/row.ts';
import { type ReadRequest, readRequest } from '../../stores/requests/requests.ts';
import type { KeyedTenant } from '../../stores/tenants/acting-tenant.ts';

/** A request that a member may see, still sealed, with its individual. */
export interface KnownRequest<U extends IndividualUse> extends ReadRequest<U> {
  readonly audience: Audience;
}

/**
 * Reads a request of the member's own organisation; for members in one of these roles, of any organisation.
 * @throws Problem `not-found` for a request of another organisation, as for one that never existed
 */
export async function knownRequest<const U extends IndividualUse>(
  { id: tenant }: KeyedTenant,
  member: MemberAuthority,
  request: string,
  uses: readonly U[],
  ...fullReaders: readonly Role[]
): Promise<KnownRequest<U>> {
  const found = await readRequest(tenant, request, uses);
  const audience = found && audienceOf(member, found.row.organisation, ...fullReaders);
  if (!found || !audience) throw new Problem('not-found');
  return { ...found, audience };
}
