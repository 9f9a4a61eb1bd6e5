import * as z from 'zod/mini';
import { auditEntry } from '../../domain/evidence/audit.ts';
import { signedStatement } from '../../domain/evidence/statement.ts';
import { listOf } from '../answers.ts';
import { operations } from '../operation.ts';
import { page } from '../parameters.ts';

export const evidenceOperations = operations([
  {
    name: 'attestation.read',
    method: 'GET',
    path: '/v1/attestations/{attestation}',
    zone: 'evidence',
    summary: 'One attestation by its random id',
    who: ['public'],
    status: 200,
    answer: signedStatement,
    problems: ['not-found'],
  },
  {
    name: 'audit.list',
    method: 'GET',
    path: '/v1/tenants/{tenant}/audit/entries',
    zone: 'evidence',
    summary: 'Audit entries of a tenant, newest first, without personal data',
    who: ['auditor', 'admin'],
    query: z.strictObject({ ...page, type: z.optional(z.string().check(z.maxLength(60))) }),
    status: 200,
    answer: listOf(z.object({ ...auditEntry.shape, id: z.string(), leaf: z.string() })),
  },
]);
