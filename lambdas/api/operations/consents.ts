import * as z from 'zod/mini';
import { consentStates, requestStates } from '../../domain/consents/consent.ts';
import { signedStatement } from '../../domain/evidence/statement.ts';
import { code, consentId, individualId, noticeId, requestId } from '../../domain/identifiers.ts';
import { consentRequest, item, period, reads } from '../../domain/requests/request.ts';
import { instant, version } from '../../domain/values.ts';
import { listOf } from '../answers.ts';
import { operations } from '../operation.ts';
import { page } from '../parameters.ts';

/** What a requester is told: refused and lapsed are one state to them. */
const requestView = z.object({
  id: requestId,
  individualId,
  organisation: code,
  notice: z.object({ id: noticeId, version }),
  items: z.array(item),
  state: z.enum([...requestStates, 'not-permitted']),
  consentId: z.optional(consentId),
  createdAt: instant,
  lapsesAt: instant,
  version,
});
const consentView = z.object({
  id: consentId,
  individualId,
  requestId,
  organisation: code,
  purpose: z.string(),
  notice: z.object({ id: noticeId, version }),
  items: z.array(item),
  period: z.optional(period),
  reads,
  grantedAt: instant,
  until: instant,
  /** `ended` is all a requester learns of a consent that is no longer live. */
  state: z.enum([...consentStates, 'ended']),
  /** Alike for both ends, since which of them it was is told only if the individual wants it. */
  deletionAsked: z.optional(
    z
      .literal(true)
      .check(
        z.describe(
          'Whoever read under this consent is asked to delete what was read: it was withdrawn or revoked',
        ),
      ),
  ),
  version,
});

export const consentsOperations = operations([
  {
    name: 'request.create',
    method: 'POST',
    path: '/v1/tenants/{tenant}/consent-requests',
    zone: 'consents',
    summary: 'Ask an individual for permission',
    who: ['requester'],
    body: consentRequest,
    idempotent: true,
    status: 201,
    answer: z.object({ id: requestId, state: z.literal('pending'), lapsesAt: instant, version }),
    problems: ['tenant-not-open', 'no-means-no', 'contact-too-new', 'already-exists', 'idempotency-mismatch'],
  },
  {
    name: 'request.list',
    method: 'GET',
    path: '/v1/tenants/{tenant}/consent-requests',
    zone: 'consents',
    summary: 'Requests of the own organisation (admins: all), newest first',
    who: ['requester', 'admin'],
    query: z.strictObject({
      ...page,
      individualId: z.optional(individualId),
      state: z.optional(z.enum([...requestStates, 'not-permitted'])),
    }),
    status: 200,
    answer: listOf(requestView),
  },
  {
    name: 'request.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}/consent-requests/{request}',
    zone: 'consents',
    summary: 'One request',
    who: ['requester', 'admin'],
    status: 200,
    answer: requestView,
    versioned: true,
  },
  {
    name: 'request.cancel',
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/consent-requests/{request}',
    zone: 'consents',
    summary: 'Take a pending request back',
    who: ['requester'],
    status: 204,
    versioned: true,
    problems: ['conflict'],
  },
  {
    name: 'request.remind',
    method: 'POST',
    path: '/v1/tenants/{tenant}/consent-requests/{request}/reminder',
    zone: 'consents',
    summary: 'Send the one reminder a request may have',
    who: ['requester'],
    body: z.strictObject({}),
    status: 202,
    answer: z.object({ id: requestId, version }),
    problems: ['conflict', 'tenant-not-open'],
  },
  {
    name: 'consent.list',
    method: 'GET',
    path: '/v1/tenants/{tenant}/consents',
    zone: 'consents',
    summary: 'Consents of the own organisation (admins and auditors: all), newest first',
    who: ['requester', 'admin', 'auditor'],
    query: z.strictObject({ ...page, individualId: z.optional(individualId) }),
    status: 200,
    answer: listOf(consentView),
  },
  {
    name: 'consent.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}/consents/{consent}',
    zone: 'consents',
    summary: 'One consent',
    who: ['requester', 'admin', 'auditor'],
    status: 200,
    answer: consentView,
    versioned: true,
  },
  {
    name: 'consent.receipt',
    method: 'GET',
    path: '/v1/tenants/{tenant}/consents/{consent}/receipt',
    zone: 'consents',
    summary: 'The signed receipt of the newest event of a consent',
    who: ['requester', 'admin', 'auditor'],
    status: 200,
    answer: signedStatement,
  },
  {
    name: 'consent.revoke',
    method: 'POST',
    path: '/v1/tenants/{tenant}/consents/{consent}/revocation',
    zone: 'consents',
    summary: 'End a consent for the tenant (not a withdrawal, which is the individual’s)',
    who: ['admin', 'operator'],
    body: z.strictObject({ reason: z.enum(['purpose-ended', 'misuse', 'error', 'other']) }),
    status: 200,
    answer: z.object({ id: consentId, state: z.literal('revoked'), version }),
    problems: ['conflict'],
  },
]);
