import * as z from 'zod/mini';
import { deletionAnswer } from '../../../domain/deletions/deletion.ts';
import { attestationId, code, consentId, deletionId, individualId } from '../../../domain/identifiers.ts';
import { instant } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';
import { answerShown } from '../deletion-answer.ts';

const deletion = z.object({
  id: deletionId,
  organisation: code,
  /** Whose data they were: the id that every read of theirs answered. Nobody has it any more but who has kept it. */
  individualId,
  /** The consents under which the organisation has read, newest first. */
  consentIds: z.array(consentId),
  askedAt: instant,
  /** When the request ends, and its answer with it. */
  until: instant,
  ...answerShown,
  /** The attestation of the erasure; for admins of the tenant. */
  attestation: z.optional(attestationId),
});

/** Requests to those who have read somebody's data to delete them, after an erasure. */
export const deletionSchemas = {
  'deletion.list': {
    summary:
      'What the own organisation is asked to delete, too, since it was erased here (admins: what all are), newest first',
    query: z.strictObject(page),
    status: 200,
    answer: listOf(deletion),
    problems: ['tenant-not-open'],
  },
  'deletion.answer': {
    summary:
      'Say that it is deleted, that there is nothing, or on which ground it is kept; a later answer takes its place',
    body: deletionAnswer,
    status: 200,
    answer: deletion,
    problems: ['tenant-not-open'],
  },
} as const satisfies Schemas;
