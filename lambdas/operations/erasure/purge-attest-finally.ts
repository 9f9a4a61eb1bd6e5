import { finalAttestationRecord } from '../../domain/erasure/attestation.ts';
import { evidenceKey, vaultKey } from '../../model/key-registry.ts';
import { workflowEntry } from '../../model/tenant-ranges.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { holding, type Step } from '../../stores/retention/step.ts';
import { sign } from '../../stores/statements/signer.ts';
import { attestation, attestationWrites, referenceTo } from '../../stores/statements/statements.ts';

/** Attestation (2): AWS has destroyed the tenant's KMS key. Stored once, with its audit entry. */
export const purgeAttestFinally: Step = (attempt, run) =>
  holding(attempt, run, ['purged'], async ({ tenant: { id, epoch, kmsKey } }) => {
    const [pointer, done] = await read([
      { table: 'evidence', key: evidenceKey.attestationOf(id, epoch, 1) },
      { table: 'evidence', key: evidenceKey.attestationOf(id, epoch, 2) },
    ]);
    if (done) return { outcome: 'attested' };
    const firstId = String(pointer?.attestation);
    const first = await attestation(firstId);
    if (!first) throw new Error('the first attestation is missing');
    const second = newId('att');
    const entry = appendAudit(
      { type: 'purge.attested', at: run.at, tenant: id, actorRef: 'workflow', version: 2 },
      workflowEntry(id, epoch, 'purge.attested-finally'),
    );
    const signed = await sign({
      kind: 'erasure-attestation',
      id: second,
      at: run.at,
      leaf: entry.leaf,
      record: finalAttestationRecord({
        tenant: id,
        epoch,
        first: referenceTo(firstId, first),
        hadKey: kmsKey !== undefined,
        checkedAt: run.at,
      }),
    });
    const known = new Error('attested already');
    try {
      await transact([
        { table: 'vault', check: vaultKey.tenant(id), if: equals({ state: 'purged', epoch }), else: known },
        ...attestationWrites({ tenant: id, epoch, part: 2 }, second, signed, run.at, known),
        ...entry.writes,
      ]);
    } catch (error) {
      if (error !== known) throw error;
    }
    return { outcome: 'attested' };
  });
