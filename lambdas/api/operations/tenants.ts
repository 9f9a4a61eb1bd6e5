import * as z from 'zod/mini';
import { signedStatement } from '../../domain/evidence/statement.ts';
import { code, memberId } from '../../domain/identifiers.ts';
import { roles, tenantStates } from '../../domain/tenants/tenancy.ts';
import { country, email, instant, language, line, phone, version } from '../../domain/values.ts';
import { listOf } from '../answers.ts';
import { operations } from '../operation.ts';
import { page } from '../parameters.ts';
import { catalogueOperations } from './catalogue.ts';

const list = z.strictObject(page);
const principal = z.strictObject({
  /** Issuer of the member's tokens; the deployment's own unless said. */
  issuer: z.optional(z.url().check(z.maxLength(300))),
  subject: line(200),
});
const terminationReason = z.enum(['customer-request', 'end-of-service', 'breach-of-contract', 'other']);

const tenant = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(tenantStates),
  country,
  timeZone: z.string(),
  createdAt: instant,
  endsAt: z.optional(instant),
  version,
});
const member = z.object({
  id: memberId,
  roles: z.array(z.enum(roles)),
  organisation: z.optional(code),
  rights: z.array(z.string()),
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  since: instant,
  version,
});
const retention = z.object({
  state: z.enum(tenantStates),
  epoch: z.number(),
  endedAt: z.optional(instant),
  purgeAt: z.optional(instant),
  schedule: z.optional(signedStatement),
  attestations: z.array(z.string()),
});

export const tenantsOperations = operations([
  {
    name: 'tenant.create',
    method: 'POST',
    path: '/v1/tenants',
    zone: 'tenants',
    summary: 'Create a tenant with its first admin; its keys are made in the background',
    who: ['operator'],
    body: z.strictObject({
      name: line(120),
      country,
      timeZone: z.string().check(z.maxLength(60), z.regex(/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)*$/)),
      languages: z._default(z.array(language).check(z.minLength(1)), ['de', 'en']),
      /** Shown to individuals as the way to get help. */
      helpPhone: phone,
      endsAt: z.optional(instant),
      firstAdmin: principal,
    }),
    idempotent: true,
    status: 202,
    answer: z.object({ id: z.string(), state: z.enum(tenantStates), version }),
    problems: ['idempotency-mismatch', 'separation-of-duties'],
  },
  {
    name: 'tenant.list',
    method: 'GET',
    path: '/v1/tenants',
    zone: 'tenants',
    summary: 'All tenants, newest first',
    who: ['operator'],
    query: list,
    status: 200,
    answer: listOf(tenant),
  },
  {
    name: 'tenant.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}',
    zone: 'tenants',
    summary: 'One tenant',
    who: ['operator', 'admin'],
    status: 200,
    answer: tenant,
    versioned: true,
  },
  {
    name: 'termination.set',
    method: 'PUT',
    path: '/v1/tenants/{tenant}/termination',
    zone: 'tenants',
    summary: 'End the contract, now or at an instant; when an admin asks, a second admin has to confirm',
    who: ['operator', 'admin'],
    body: z.strictObject({ reason: terminationReason, endsAt: z.optional(instant) }),
    status: 200,
    answer: z.object({
      state: z.enum(tenantStates),
      epoch: z.number(),
      pendingConfirmation: z.boolean(),
      endsAt: instant,
      purgeAt: z.optional(instant),
    }),
    problems: ['conflict'],
  },
  {
    name: 'termination.confirm',
    method: 'POST',
    path: '/v1/tenants/{tenant}/termination/confirmation',
    zone: 'tenants',
    summary: 'A second admin confirms the end of the contract',
    who: ['admin'],
    body: z.strictObject({}),
    status: 200,
    answer: z.object({
      state: z.enum(tenantStates),
      epoch: z.number(),
      endsAt: instant,
      purgeAt: z.optional(instant),
    }),
    problems: ['conflict', 'separation-of-duties'],
  },
  {
    name: 'termination.undo',
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/termination',
    zone: 'tenants',
    summary:
      'Reinstate the contract, before the point of no return, or drop an end that was set or asked for; admins undo what admins did',
    who: ['operator', 'admin'],
    status: 200,
    answer: z.object({ state: z.enum(tenantStates), epoch: z.number() }),
    problems: ['conflict'],
  },
  {
    name: 'retention.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}/retention',
    zone: 'tenants',
    summary: 'Where the tenant stands between contract end and attestation',
    who: ['operator', 'admin', 'auditor'],
    status: 200,
    answer: retention,
  },
  {
    name: 'member.set',
    method: 'PUT',
    path: '/v1/tenants/{tenant}/members',
    zone: 'tenants',
    summary:
      'Give a principal its roles, organisation and rights, in place of those it had; with If-Match, of that version only',
    who: ['admin', 'operator'],
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
  {
    name: 'member.list',
    method: 'GET',
    path: '/v1/tenants/{tenant}/members',
    zone: 'tenants',
    summary: 'Members with their roles, organisations and rights',
    who: ['admin', 'auditor'],
    query: list,
    status: 200,
    answer: listOf(member),
  },
  {
    name: 'member.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}/members/{member}',
    zone: 'tenants',
    summary: 'One member',
    who: ['admin', 'auditor'],
    status: 200,
    answer: member,
    versioned: true,
  },
  {
    name: 'member.remove',
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/members/{member}',
    zone: 'tenants',
    summary: 'Remove a member, with effect on the next call',
    who: ['admin'],
    status: 204,
    versioned: true,
    problems: ['separation-of-duties', 'tenant-not-open', 'conflict'],
  },
  ...catalogueOperations,
]);
