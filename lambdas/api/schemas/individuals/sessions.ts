import * as z from 'zod/mini';
import { requestStates } from '../../../domain/consents/consent.ts';
import { consentId, requestId, tenantId } from '../../../domain/identifiers.ts';
import { email, instant, language } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

/** The fragment of a link: 48 bytes in base64url. */
const linkToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{64}$/));
const text = z.string();
const session = z.object({
  level: z.enum(['link', 'standing', 'confirmed']),
  /** To be sent back in `X-CSRF-Token` with every POST, PUT, PATCH and DELETE. */
  csrf: text,
  endsAt: instant,
  extensionsLeft: z.number(),
  language,
  /** What the link was for. */
  requestId: z.optional(requestId),
  consentId: z.optional(consentId),
  helpPhone: text,
  /** The tenant's time zone (IANA), in which days are given. */
  timeZone: text,
  /** Where the tenant's own notices are. */
  notices: z.object({
    imprint: z.optional(text),
    privacy: z.optional(text),
    accessibility: z.optional(text),
  }),
  /** At level `confirmed`: whose data it is (their name, or else the tenant's own reference), and who keeps it. */
  person: z.optional(text),
  keeper: z.optional(text),
  /** The same reference is in the mail that the link came with. */
  reference: text,
});

/** How a link becomes a session, and a session a confirmed one. */
export const sessionSchemas = {
  'link.renew': {
    summary: 'Send a fresh link to the known address; the answer does not reveal whether the person is known',
    body: z.union([
      z.strictObject({ token: linkToken }),
      z.strictObject({ tenant: tenantId, address: email }),
    ]),
    status: 202,
    answer: z.object({ sent: z.literal('if-known') }),
  },
  'session.open': {
    summary: 'Exchange a link for a session cookie',
    body: z.strictObject({ token: linkToken }),
    status: 201,
    answer: session,
    problems: ['not-found', 'link-used', 'link-expired', 'csrf'],
  },
  'session.read': {
    summary: 'The session: its level, end and CSRF token',
    status: 200,
    answer: session,
  },
  'session.extend': {
    summary: 'Thirty minutes more, at most ten times',
    body: z.strictObject({}),
    status: 200,
    answer: session,
    problems: ['conflict'],
  },
  'session.end': {
    summary: 'End the session',
    status: 204,
  },
  'code.send': {
    summary: 'Send a six-digit code to the known address',
    body: z.strictObject({}),
    status: 202,
    answer: z.object({ /** Masked address, for example `a…@example.org`. */ sentTo: text, endsAt: instant }),
    problems: ['too-many-requests', 'link-expired'],
  },
  'code.verify': {
    summary: 'Confirm the session with the code',
    body: z.strictObject({ code: z.string().check(z.regex(/^[0-9]{6}$/)) }),
    status: 200,
    answer: session,
    problems: ['wrong-code', 'locked', 'link-expired'],
  },
  'arrival.read': {
    summary: 'That there is a request: no name, no data',
    status: 200,
    answer: z.object({
      /**
       * Absent, with state `nothing`, when the link is about no request and only lets its owner see their own data.
       */
      requestId: z.optional(requestId),
      state: z.enum([...requestStates, 'declined', 'not-for-me', 'nothing']),
      language,
      helpPhone: text,
      reference: text,
    }),
  },
} as const satisfies Schemas;
