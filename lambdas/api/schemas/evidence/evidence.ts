import * as z from 'zod/mini';
import { auditEntry } from '../../../domain/evidence/audit.ts';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { instant } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';
import { answerShown } from '../deletion-answer.ts';

/** The audit log and attestations. */
export const evidenceSchemas = {
  'attestation.read': {
    summary: 'One attestation by its random id',
    status: 200,
    answer: signedStatement,
    problems: ['not-found'],
  },
  'attestation.answers': {
    summary: 'What those answer who have read, and are asked to delete, too; for 90 days after the erasure',
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          /** Of the organisation, as a legal person. */
          name: z.string(),
          askedAt: instant,
          /** When the request ends, and its answer with it. */
          until: instant,
          ...answerShown,
        }),
      ),
    }),
    problems: ['not-found'],
  },
  'audit.list': {
    summary: 'Audit entries of a tenant, newest first, without personal data',
    query: z.strictObject({ ...page, type: z.optional(z.string().check(z.maxLength(60))) }),
    status: 200,
    answer: listOf(z.object({ ...auditEntry.shape, id: z.string(), leaf: z.string() })),
  },
} as const satisfies Schemas;
