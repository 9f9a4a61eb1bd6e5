import * as z from 'zod/mini';
import { requestStates } from '../../../domain/consents/consent.ts';
import { code, consentId, individualId, noticeId, requestId } from '../../../domain/identifiers.ts';
import { consentRequest, item } from '../../../domain/requests/request.ts';
import { mailReturns } from '../../../domain/requests/returned.ts';
import { instant, version } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';

/** What a requester sees of a request: refused and lapsed are one state to them. */
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
  /** A message about it did not arrive, or was marked as spam: silence on it counts for nothing. */
  mailReturned: z.optional(z.enum(mailReturns)),
  version,
});

/** Consent requests, as members make and see them. */
export const requestSchemas = {
  'request.create': {
    summary: 'Ask an individual for permission',
    body: consentRequest,
    idempotent: true,
    status: 201,
    answer: z.object({ id: requestId, state: z.literal('pending'), lapsesAt: instant, version }),
    problems: ['tenant-not-open', 'conflict', 'no-means-no', 'already-exists', 'idempotency-mismatch'],
  },
  'request.list': {
    summary: 'Requests of the own organisation (admins: all), newest first',
    query: z.strictObject({
      ...page,
      individualId: z.optional(individualId),
      state: z.optional(z.enum([...requestStates, 'not-permitted'])),
    }),
    status: 200,
    answer: listOf(requestView),
  },
  'request.read': {
    summary: 'One request',
    status: 200,
    answer: requestView,
    versioned: true,
  },
  'request.cancel': {
    summary: 'Cancel a pending request',
    status: 204,
    versioned: true,
    problems: ['conflict'],
  },
  'request.remind': {
    summary: 'Send the one reminder a request may have, before it goes out by itself half-way',
    body: z.strictObject({}),
    status: 202,
    answer: z.object({ id: requestId, version }),
    problems: ['conflict', 'tenant-not-open'],
  },
} as const satisfies Schemas;
