import * as z from 'zod/mini';
import { tenantId } from '../../domain/identifiers.ts';
import { email, instant } from '../../domain/values.ts';
import { operations } from '../operation.ts';
import { session } from './individuals-answers.ts';

/** `tenant.individual.secret`: what stands in the link's fragment, and the shape of the session cookie. */
const linkToken = z
  .string()
  .check(z.maxLength(200), z.regex(/^tnt_[0-9a-f]{32}\.ind_[0-9a-f]{32}\.[A-Za-z0-9_-]{43}$/));
const text = z.string();

/** How a link becomes a session, and a session a confirmed one: zone individuals. */
export const sessionOperations = operations([
  {
    name: 'link.renew',
    method: 'POST',
    path: '/v1/individual/links',
    zone: 'individuals',
    summary: 'Send a fresh link to the known address; the answer never tells whether the person is known',
    who: ['public'],
    body: z.union([
      z.strictObject({ token: linkToken }),
      z.strictObject({ tenant: tenantId, address: email }),
    ]),
    status: 202,
    answer: z.object({ sent: z.literal('if-known') }),
  },
  {
    name: 'session.open',
    method: 'POST',
    path: '/v1/individual/session',
    zone: 'individuals',
    summary: 'Exchange a link for a session cookie',
    who: ['public'],
    body: z.strictObject({ token: linkToken }),
    status: 201,
    answer: session,
    problems: ['not-found', 'link-used', 'link-expired', 'csrf'],
  },
  {
    name: 'session.read',
    method: 'GET',
    path: '/v1/individual/session',
    zone: 'individuals',
    summary: 'The session: its level, end and CSRF token',
    who: ['link', 'standing', 'confirmed'],
    status: 200,
    answer: session,
  },
  {
    name: 'session.extend',
    method: 'PATCH',
    path: '/v1/individual/session',
    zone: 'individuals',
    summary: 'Thirty minutes more, at most ten times',
    who: ['link', 'standing', 'confirmed'],
    body: z.strictObject({}),
    status: 200,
    answer: session,
    problems: ['conflict'],
  },
  {
    name: 'session.end',
    method: 'DELETE',
    path: '/v1/individual/session',
    zone: 'individuals',
    summary: 'End the session',
    who: ['link', 'standing', 'confirmed'],
    status: 204,
  },
  {
    name: 'code.send',
    method: 'POST',
    path: '/v1/individual/session/code',
    zone: 'individuals',
    summary: 'Send a six-digit code to the known address',
    who: ['link'],
    body: z.strictObject({}),
    status: 202,
    answer: z.object({ /** Masked address, for example `a…@example.org`. */ sentTo: text, endsAt: instant }),
    problems: ['too-many-requests'],
  },
  {
    name: 'code.verify',
    method: 'PUT',
    path: '/v1/individual/session/code',
    zone: 'individuals',
    summary: 'Confirm the session with the code',
    who: ['link'],
    body: z.strictObject({ code: z.string().check(z.regex(/^[0-9]{6}$/)) }),
    status: 200,
    answer: session,
    problems: ['wrong-code', 'locked'],
  },
]);
