import * as z from 'zod/mini';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { exportScopes, exportStates } from '../../../domain/exports/export.ts';
import { exportId } from '../../../domain/identifiers.ts';
import { instant, line } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';

const counts = z.record(z.string(), z.number());
const scope = z.enum(exportScopes);
const thumbprint = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'expected an RFC 7638 thumbprint'));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const exportKey = z.strictObject({
  kty: z.literal('RSA'),
  n: z.string().check(z.maxLength(700), z.regex(/^[A-Za-z0-9_-]+$/, 'expected base64url')),
  e: z.literal('AQAB'),
});

const reason = z.optional(line(500));
const exported = z.object({
  id: exportId,
  scope,
  reason,
  state: z.enum(exportStates),
  epoch: z.number(),
  thumbprint,
  askedAt: instant,
  startedAt: z.optional(instant),
  doneAt: z.optional(instant),
  parts: z.number(),
  bytes: z.number(),
  counts,
});
const part = z.object({ n: z.number(), sha256, bytes: z.number(), counts });

/** Electronic retrieval: everything of a tenant, encrypted to a key of its own. */
export const exportSchemas = {
  'export.ask': {
    summary:
      'Ask for an export, encrypted to an RSA key of 4096 bits. One of everything needs the confirmation of a second admin, and the retrieval window; one of what stays of erased individuals a second admin, and a reason',
    body: z.strictObject({ scope, key: exportKey, reason }).check(
      z.refine((asked) => asked.scope !== 'kept' || asked.reason !== undefined, {
        path: ['reason'],
        error: 'needed for scope kept',
      }),
    ),
    idempotent: true,
    status: 201,
    answer: exported,
    problems: ['conflict', 'idempotency-mismatch', 'tenant-not-open'],
  },
  'export.list': {
    summary: 'All exports, newest first',
    query: z.strictObject(page),
    status: 200,
    answer: listOf(exported),
  },
  'export.confirm': {
    summary:
      'A second admin confirms an export within seven days, repeating its scope, the thumbprint of its key and its reason; neither made the other an admin, and one has been it for two weeks',
    body: z.strictObject({ scope, thumbprint, reason }),
    status: 200,
    answer: exported,
    problems: ['conflict', 'separation-of-duties', 'tenant-not-open'],
  },
  'export.read': {
    summary:
      'One export: its state, and how far it has come; `remaking` while parts of somebody who was erased are made anew',
    status: 200,
    answer: exported,
  },
  'export.cancel': {
    summary: 'Cancel an export; what it has made is deleted',
    status: 200,
    answer: exported,
    problems: ['conflict', 'tenant-not-open'],
  },
  'export.manifest': {
    summary:
      'The signed manifest of an export that is done: counts by kind, and the Merkle root over its parts',
    status: 200,
    answer: signedStatement,
    problems: ['conflict', 'tenant-not-open'],
  },
  'export.part-list': {
    summary: 'The parts of an export that is done, in their order, each with its hash',
    query: z.strictObject(page),
    status: 200,
    answer: listOf(part),
    problems: ['conflict', 'tenant-not-open'],
  },
  'export.part': {
    summary:
      'One part of an export that is done: JSON Lines as a compact JWE, which the registered key opens',
    status: 200,
    answer: z.object({ ...part.shape, jwe: z.string() }),
    problems: ['conflict', 'tenant-not-open'],
  },
} as const satisfies Schemas;
