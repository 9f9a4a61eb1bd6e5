import * as z from 'zod/mini';
import { code, memberId } from '../../../domain/identifiers.ts';
import { mailReturns } from '../../../domain/requests/returned.ts';
import { roles } from '../../../domain/tenants/tenancy.ts';
import { email, instant, line, version } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';
import { principal } from './principal.ts';

const list = z.strictObject(page);
const member = z.object({
  id: memberId,
  roles: z.array(z.enum(roles)),
  organisation: z.optional(code),
  rights: z.array(z.string()),
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  /** A mail to the present address did not arrive, or was marked as spam; shown to admins. */
  mailReturned: z.optional(z.object({ at: instant, why: z.enum(mailReturns) })),
  since: instant,
  version,
});

/** Members of a tenant. */
export const memberSchemas = {
  'member.set': {
    summary:
      'Give a principal its roles, organisation and rights, in place of those it had; with If-Match, of that version only',
    body: z.strictObject({
      principal,
      roles: z
        .array(z.enum(['admin', 'provider', 'requester', 'auditor']))
        .check(z.minLength(1), z.maxLength(3)),
      organisation: z.optional(code),
      rights: z._default(z.array(z.enum(['emergency'])), []),
      name: z.optional(line(120)),
      email: z.optional(email),
    }),
    status: 200,
    answer: z.object({ id: memberId, version }),
    versioned: true,
    problems: ['separation-of-duties', 'tenant-not-open', 'conflict'],
  },
  'member.list': {
    summary: 'Members with their roles, organisations and rights',
    query: list,
    status: 200,
    answer: listOf(member),
  },
  'member.read': {
    summary: 'One member',
    status: 200,
    answer: member,
    versioned: true,
  },
  'member.remove': {
    summary: 'Remove a member, with effect on the next call',
    status: 204,
    versioned: true,
    problems: ['separation-of-duties', 'tenant-not-open', 'conflict'],
  },
} as const satisfies Schemas;
