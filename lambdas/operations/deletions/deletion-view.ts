import type { AnsweredDeletion } from '../../domain/deletions/deletion.ts';
import type { Audience } from '../../domain/evidence/receipt.ts';
import type { DeletionRow } from '../../model/erasure-rows.ts';

/**
 * A request to delete as a member sees it. The attestation's id is not for recipients: with it one of them would see
 * who the others are.
 */
export function deletionView(row: DeletionRow, audience: Audience) {
  const { id, organisation, individual, consents, askedAt, until, attestation, answered } = row;
  return {
    ...{ id, organisation, individualId: individual, consentIds: [...consents], askedAt, until },
    ...(answered && answerView(answered)),
    ...(audience === 'full' && { attestation }),
  };
}

/** An answer as everybody sees it who may see the request. */
export function answerView({ at, ...answer }: AnsweredDeletion) {
  return { ...answer, answeredAt: at };
}
