import type { Tenant } from '../../domain/members/authority.ts';
import { attestationId } from '../../stores/erasure/attestations.ts';
import { attestation, referenceTo } from '../../stores/statements/statements.ts';

/**
 * A reference to attestation (1) of a tenant, or to a supplement to it.
 * @throws Error when it is missing
 */
export async function firstAttestation(tenant: Tenant, supplement = 0) {
  const id = await attestationId(tenant, 1, supplement);
  const found = id === undefined ? undefined : await attestation(id);
  if (id === undefined || !found) throw new Error('the first attestation is missing');
  return referenceTo(id, found);
}
