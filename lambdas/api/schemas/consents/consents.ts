import * as z from 'zod/mini';
import { consentStates } from '../../../domain/consents/consent.ts';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { code, consentId, individualId, noticeId, requestId } from '../../../domain/identifiers.ts';
import { item, period, reads } from '../../../domain/requests/request.ts';
import { instant, version } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { ofVersion, page } from '../../parameters.ts';

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
  /** A requester sees every consent that is not live as `ended`. */
  state: z.enum([...consentStates, 'ended']),
  /**
   * Present for withdrawal and revocation alike, since a requester learns which of them it was only if the individual
   * wants it.
   */
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

/** Consents, as members see and revoke them. */
export const consentSchemas = {
  'consent.list': {
    summary: 'Consents of the own organisation (admins and auditors: all), newest first',
    query: z.strictObject({ ...page, individualId: z.optional(individualId) }),
    status: 200,
    answer: listOf(consentView),
  },
  'consent.read': {
    summary: 'One consent',
    status: 200,
    answer: consentView,
    versioned: true,
  },
  'consent.receipt': {
    summary:
      'The signed receipt of an event of a consent, the newest unless said; `shown` for admins and auditors',
    query: ofVersion,
    status: 200,
    answer: signedStatement,
  },
  'consent.revoke': {
    summary: 'End a consent for the tenant (not a withdrawal, which is the individual’s)',
    body: z.strictObject({ reason: z.enum(['purpose-ended', 'misuse', 'error', 'other']) }),
    status: 200,
    answer: z.object({ id: consentId, state: z.literal('revoked'), version }),
    problems: ['conflict'],
  },
} as const satisfies Schemas;
