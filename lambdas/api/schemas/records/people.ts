import * as z from 'zod/mini';
import { attestationId, individualId } from '../../../domain/identifiers.ts';
import { restrictionReasons } from '../../../domain/people/restriction.ts';
import { mailReturns } from '../../../domain/requests/returned.ts';
import { email, instant, language, line, phone, version } from '../../../domain/values.ts';
import { written } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';

/** That the individual was seen, on site: for who cannot reach their mailbox any more. */
const stated = z.optional(z.literal('desk'));
const contact = z.strictObject({
  email,
  phone: z.optional(phone),
  name: z.optional(line(120)),
});

const restriction = z.object({
  id: individualId,
  state: z.enum(['active', 'restricted', 'erasing']),
  /** Why the data are locked: the individual asked for it, an admin did, or they are to be erased. */
  restrictions: z.array(z.enum(restrictionReasons)),
  version,
});

const erasure = z.object({
  individualId,
  state: z.enum(['none', 'requested', 'waiting', 'undone', 'running']),
  by: z.optional(z.enum(['individual', 'tenant'])),
  askedAt: z.optional(instant),
  /** Until when it can be undone. */
  dueAt: z.optional(instant),
  /** The id of the attestation to come: whoever has it gets that once all is erased. */
  attestation: z.optional(attestationId),
});

/** The individuals that a provider enrols. */
export const peopleSchemas = {
  'individual.create': {
    summary: 'Enrol an individual with the address that requests will go to',
    body: z.strictObject({
      /** The tenant's own reference for this person, for example a patient number; unique in the tenant. */
      reference: line(120),
      contact,
      language,
    }),
    idempotent: true,
    status: 201,
    answer: written,
    problems: ['already-exists', 'tenant-not-open', 'idempotency-mismatch'],
  },
  'individual.read': {
    summary: 'State of an individual; no values',
    status: 200,
    answer: z.object({
      id: individualId,
      state: z.enum(['active', 'restricted', 'erasing']),
      createdAt: instant,
      contactSetAt: instant,
      /** A mail to the present address did not arrive, or was marked as spam. */
      mailReturned: z.optional(z.object({ at: instant, why: z.enum(mailReturns) })),
      /** After the individual's first confirmed session only they change their address, or two members who saw them. */
      contactOwnedByIndividual: z.boolean(),
      version,
    }),
    versioned: true,
  },
  'individual.update': {
    summary:
      'Change contact or language; another address waits for a second member, then the old one is informed, and no request is sent for 72 hours',
    body: z.strictObject({ contact: z.optional(contact), language: z.optional(language), stated }).check(
      z.refine(({ contact, language }) => (contact ?? language) !== undefined, 'nothing to change'),
      z.refine(({ contact, stated }) => !stated || contact !== undefined, 'a statement is about a contact'),
    ),
    status: 200,
    answer: z.object({ id: individualId, version, pendingConfirmation: z.boolean() }),
    versioned: true,
    problems: ['conflict', 'tenant-not-open'],
  },
  'contact-change.confirm': {
    summary: 'A second member confirms within seven days the address that another requested, repeating it',
    body: z.strictObject({ email, phone: z.optional(phone), stated }),
    status: 200,
    answer: z.object({ id: individualId, version }),
    versioned: true,
    problems: ['conflict', 'separation-of-duties', 'tenant-not-open'],
  },
  'individual.search': {
    summary: "Find an individual by the tenant's own reference",
    body: z.strictObject({ reference: line(120) }),
    status: 200,
    answer: z.object({ items: z.array(z.object({ id: individualId })) }),
  },
  'restriction.set': {
    summary:
      'Lock an individual’s data: nothing is disclosed, nothing new is asked, and nobody is mailed about it',
    body: z.strictObject({}),
    status: 200,
    answer: restriction,
    problems: ['conflict', 'tenant-not-open'],
  },
  'restriction.lift': {
    summary: 'Take back the tenant’s own lock; what the individual has locked stays locked',
    status: 200,
    answer: restriction,
    problems: ['conflict', 'tenant-not-open'],
  },
  'erasure.request': {
    summary:
      'Request, on the person’s behalf, that all their data be erased; a second admin confirms within seven days',
    body: z.strictObject({}),
    status: 200,
    answer: erasure,
    problems: ['conflict', 'tenant-not-open'],
  },
  'erasure.confirm': {
    summary: 'A second admin confirms: the data are locked at once, and erased after 72 hours',
    body: z.strictObject({ individualId }),
    status: 200,
    answer: erasure,
    problems: ['conflict', 'separation-of-duties', 'tenant-not-open'],
  },
  'erasure.read': {
    summary: 'How far the erasure of an individual has come',
    status: 200,
    answer: erasure,
    problems: ['tenant-not-open'],
  },
  'erasure.undo': {
    summary: 'Undo within 72 hours an erasure that admins began, or drop a request for one',
    status: 200,
    answer: erasure,
    problems: ['conflict', 'tenant-not-open'],
  },
} as const satisfies Schemas;
