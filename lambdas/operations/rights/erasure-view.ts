import type { AnswerOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import type { ErasureRow } from '../../model/erasure-rows.ts';
import { attestationAddress } from '../../stores/statements/statements.ts';

/** What is told of an erasure: past the point of no return it is only `running`. */
function stateOf({ state }: ErasureRow): 'requested' | 'waiting' | 'undone' | 'running' {
  return state === 'requested' || state === 'waiting' || state === 'undone' ? state : 'running';
}

/** An erasure as admins see it. */
export function erasureView(erasure: ErasureRow) {
  const { individual, by, askedAt, dueAt, attestation } = erasure;
  const state = stateOf(erasure);
  return {
    individualId: individual,
    state,
    by,
    askedAt,
    ...(state !== 'requested' && { dueAt, attestation }),
  };
}

/** An erasure as its individual sees it; one that was undone, or that nobody has confirmed, is none. */
export function myErasure(
  erasure: ErasureRow | undefined,
  salt: string | undefined,
): AnswerOf<RowNamed<'my-erasure.read'>> {
  const state = erasure === undefined ? 'undone' : stateOf(erasure);
  if (!erasure || salt === undefined || state === 'requested' || state === 'undone') return { state: 'none' };
  const { by, dueAt, attestation } = erasure;
  return { state, by, dueAt, attestation, address: attestationAddress(attestation), salt };
}
