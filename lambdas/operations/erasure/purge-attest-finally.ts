import { finalAttestationRecord } from '../../domain/erasure/attestation.ts';
import { newId } from '../../platform/runtime/random.ts';
import { attestationIds, storeFinalAttestation } from '../../stores/erasure/attestations.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { workflowEntry } from '../../stores/retention/workflow-entries.ts';
import { sign } from '../../stores/statements/signer.ts';
import { attestation, referenceTo } from '../../stores/statements/statements.ts';

/** Attestation (2): states that AWS has destroyed the tenant's KMS key. Stored once, with its audit entry. */
export const purgeAttestFinally: Step = (attempt, run) =>
  withLease(attempt, run, ['purged'], async ({ tenant }) => {
    const { first: firstId, second } = await attestationIds(tenant);
    if (second !== undefined) return { outcome: 'attested' };
    const first = firstId === undefined ? undefined : await attestation(firstId);
    if (firstId === undefined || !first) throw new Error('the first attestation is missing');
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
        first: referenceTo(firstId, first),
        hadKey: tenant.kmsKey !== undefined,
        checkedAt: run.at,
      }),
    });
    await storeFinalAttestation(tenant, { part: 2, id, signed, entry }, run.at);
    return { outcome: 'attested' };
  });
