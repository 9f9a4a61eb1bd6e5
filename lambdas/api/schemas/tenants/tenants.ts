import * as z from 'zod/mini';
import { tenantProfile } from '../../../domain/tenants/profile.ts';
import { tenantStates } from '../../../domain/tenants/tenancy.ts';
import { country, instant, language, line, phone, version } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';
import { principal } from './principal.ts';

const list = z.strictObject(page);
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

const profileAnswer = z.object({ ...tenantProfile.shape, version });

/** Contracts and their ends, and how a tenant presents itself. */
export const tenantSchemas = {
  'tenant.create': {
    summary: 'Create a tenant with its first admin; its keys are made in the background',
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
  'tenant.list': {
    summary: 'All tenants, newest first',
    query: list,
    status: 200,
    answer: listOf(tenant),
  },
  'tenant.read': {
    summary: 'One tenant',
    status: 200,
    answer: tenant,
    versioned: true,
  },
  'profile.read': {
    summary:
      'How the tenant presents itself to individuals: the sender of its mails, and where its notices are',
    status: 200,
    answer: profileAnswer,
    versioned: true,
  },
  'profile.set': {
    summary:
      'Set how the tenant presents itself to individuals; it is in mails and on the page before the code, so it may tell others who keeps the data',
    body: tenantProfile,
    status: 200,
    answer: profileAnswer,
    versioned: true,
    problems: ['conflict', 'version-mismatch'],
  },
  'termination.set': {
    summary:
      'End the contract, now or at an instant; an end set by an admin needs the confirmation of a second one',
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
  'termination.confirm': {
    summary:
      'A second admin confirms the end of the contract within seven days, repeating when it is to end; neither made the other an admin, and one has been it for two weeks',
    body: z.strictObject({
      /** As it was requested; absent when that was “at once”. */ endsAt: z.optional(instant),
    }),
    status: 200,
    answer: z.object({
      state: z.enum(tenantStates),
      epoch: z.number(),
      endsAt: instant,
      purgeAt: z.optional(instant),
    }),
    problems: ['conflict', 'separation-of-duties'],
  },
  'termination.undo': {
    summary:
      'Reinstate the contract, before the point of no return, or drop an end that was set or asked for; admins undo what admins did',
    status: 200,
    answer: z.object({ state: z.enum(tenantStates), epoch: z.number() }),
    problems: ['conflict'],
  },
} as const satisfies Schemas;
