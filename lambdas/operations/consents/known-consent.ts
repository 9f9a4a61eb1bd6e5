import { audienceOf } from '../../domain/consents/audience.ts';
import type { Audience } from '../../domain/evidence/receipt.ts';
import { individualOf } from '../../domain/identifiers.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Role } from '../../domain/tenants/tenancy.ts';
import type { Sealer } from '../../model/row.ts';
import {
  type FoundConsent,
  foundConsent,
  type OpenConsent,
  sealedConsent,
} from '../../stores/consents/consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { type KeyedIndividual, readIndividual } from '../../stores/people/individuals.ts';
import type { KeyedTenant } from '../../stores/tenants/acting-tenant.ts';

/** A consent that a member may see, with its individual. */
export interface KnownConsent extends FoundConsent {
  readonly keyed: KeyedIndividual<'case'>;
  readonly sealer: Sealer;
  readonly audience: Audience;
}

/**
 * Reads a consent of the member's own organisation; for members in one of these roles, of any organisation.
 * @throws Problem `not-found` for a consent of another organisation, as for one that never existed; `unavailable` when
 * it does not open
 */
export async function knownConsent(
  tenant: KeyedTenant,
  member: MemberAuthority,
  consent: string,
  ...fullReaders: readonly Role[]
): Promise<KnownConsent & OpenConsent> {
  const known = await consentToEnd(tenant, member, consent, ...fullReaders);
  const { consent: opened } = known;
  if (!opened) throw new Problem('unavailable');
  return { ...known, consent: opened };
}

/** The same for a consent that is to be ended: it need not open. */
export async function consentToEnd(
  { id: tenant, kmsKey }: KeyedTenant,
  member: MemberAuthority,
  consent: string,
  ...fullReaders: readonly Role[]
): Promise<KnownConsent> {
  const individual = individualOf(consent);
  const [keyed, sealed] = await Promise.all([
    readIndividual(tenant, individual, ['case']),
    sealedConsent(tenant, consent),
  ]);
  const audience = sealed && audienceOf(member, sealed.row.organisation, ...fullReaders);
  if (!sealed || !audience) throw new Problem('not-found');
  const sealer = await caseSealer(kmsKey, keyed.keys);
  return { ...foundConsent(sealed, sealer), keyed, sealer, audience };
}
