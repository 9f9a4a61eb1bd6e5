import * as z from 'zod/mini';
import { auditEntry } from '../../../domain/evidence/audit.ts';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';

/** The audit log and attestations. */
export const evidenceSchemas = {
  'attestation.read': {
    summary: 'One attestation by its random id',
    status: 200,
    answer: signedStatement,
    problems: ['not-found'],
  },
  'audit.list': {
    summary: 'Audit entries of a tenant, newest first, without personal data',
    query: z.strictObject({ ...page, type: z.optional(z.string().check(z.maxLength(60))) }),
    status: 200,
    answer: listOf(z.object({ ...auditEntry.shape, id: z.string(), leaf: z.string() })),
  },
} as const satisfies Schemas;
