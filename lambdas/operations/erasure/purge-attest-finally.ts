import { finalAttestationRecord } from '../../domain/erasure/attestation.ts';
import { newId } from '../../platform/runtime/random.ts';
import { attestationId, storeFinalAttestation } from '../../stores/erasure/attestations.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { workflowEntry } from '../../stores/retention/workflow-entries.ts';
import { sign } from '../../stores/statements/signer.ts';
import { firstAttestation } from './first-attestation.ts';

/** Attestation (2): states that AWS has destroyed the tenant's KMS key. Stored once, with its audit entry. */
export const purgeAttestFinally: Step = (attempt, run) =>
  withLease(attempt, run, ['purged'], async ({ tenant, lease }) => {
    if ((await attestationId(tenant, 2)) !== undefined) return { outcome: 'attested' };
    const first = await firstAttestation(tenant);
    const rounds = Array.from({ length: lease.round ?? 0 }, (_, i) => i + 1);
    const supplements = await Promise.all(rounds.map((round) => firstAttestation(tenant, round)));
    const id = newId('att');
    const entry = workflowEntry(tenant, 'purge.attested-finally', run.at);
    const signed = await sign({
      kind: 'erasure-attestation',
      id,
      at: run.at,
      leaf: entry.leaf,
      record: finalAttestationRecord({
        tenant: tenant.id,
        epoch: tenant.epoch,
        first,
        supplements,
        hadKey: tenant.kmsKey !== undefined,
        checkedAt: run.at,
      }),
    });
    await storeFinalAttestation(tenant, { part: 2, id, signed, entry }, run.at);
    return { outcome: 'attested' };
  });
