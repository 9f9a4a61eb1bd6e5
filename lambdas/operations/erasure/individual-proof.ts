import { deletionEnd } from '../../domain/deletions/period.ts';
import { individualAttestationRecord } from '../../domain/erasure/attestation.ts';
import { askRecipients } from '../../stores/deletions/recipients.ts';
import { hasCome, withErasure } from '../../stores/erasure/individual-lease.ts';
import type { ErasureLeased } from '../../stores/erasure/individual-row.ts';
import {
  attestedEntry,
  deliveryUntil,
  finishIndividual,
  storeIndividualAttestation,
} from '../../stores/erasure/individual-steps.ts';
import { callNotifier } from '../../stores/mail/notifier-call.ts';
import { sign } from '../../stores/statements/signer.ts';
import type { IndividualStep } from './individual-removal.ts';

/** States what was there, what was deleted and when, under the id that the individual has since they asked. */
export const individualAttest: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async (leased) => {
    if (hasCome(leased.erasure, 'attested')) return { outcome: 'attested' };
    const { at } = run;
    const entry = await attestedEntry(leased, at);
    const signed = await sign({
      kind: 'erasure-attestation',
      id: leased.erasure.attestation,
      at,
      leaf: entry.leaf,
      record: individualAttestationRecord(await factsOf(leased)),
    });
    await storeIndividualAttestation(leased, signed, entry, at);
    return { outcome: 'attested' };
  });

/** What the steps have recorded. @throws Error when one of them has not: nothing is attested that was not done */
async function factsOf({ tenant, erasure }: ErasureLeased) {
  const { committedAt, shreddedAt, verifiedAt, tally } = erasure;
  if (!committedAt || !shreddedAt || !verifiedAt || tally?.at === undefined)
    throw new Error('the erasure counted or verified nothing');
  const { 'data-key': data = 0, 'audit-secret': audit = 0 } = tally.deleted.keys ?? {};
  return {
    tenant: tenant.id,
    person: erasure.person,
    askedAt: erasure.askedAt,
    by: erasure.by,
    committedAt,
    shreddedAt,
    verifiedAt,
    existed: tally.existed,
    countedAt: tally.at,
    deleted: tally.deleted,
    keys: data + audit,
    exportParts: erasure.exportParts ?? 0,
    kept: erasure.kept ?? [],
    envelopeUntil: await deliveryUntil(erasure),
    askedUntil: erasure.recipients?.length ? deletionEnd(verifiedAt) : undefined,
  };
}

/** Calls the notifier to mail the attestation's address to the individual. */
export const individualDeliver: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async ({ tenant, erasure }) => {
    const { individual, attestation } = erasure;
    return {
      outcome: await callNotifier({ task: 'delivered', tenant: tenant.id, individual, attestation }),
    };
  });

/** Asks those who have read to delete, too; then deletes the erasure's own last rows, which alone name them. */
export const individualFinish: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async (leased) => {
    await askRecipients(leased, run.at);
    await finishIndividual(leased, run.at);
    return { outcome: 'finished' };
  });
