import * as z from 'zod/mini';
import { individualId, recordId } from '../../domain/identifiers.ts';
import { batch, record } from '../../domain/records/record.ts';
import { email, instant, language, line, phone, version } from '../../domain/values.ts';
import { written } from '../answers.ts';
import { operations } from '../operation.ts';

const contact = z.strictObject({
  email,
  phone: z.optional(phone),
  name: z.optional(line(120)),
});

export const recordsOperations = operations([
  {
    name: 'individual.create',
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals',
    zone: 'records',
    summary: 'Enrol an individual with the address that requests will go to',
    who: ['provider'],
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
  {
    name: 'individual.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}/individuals/{individual}',
    zone: 'records',
    summary: 'State of an individual; no values',
    who: ['provider'],
    status: 200,
    answer: z.object({
      id: individualId,
      state: z.enum(['active', 'restricted', 'erasing']),
      createdAt: instant,
      contactSetAt: instant,
      /** After the individual's first confirmed session only they change their address. */
      contactOwnedByIndividual: z.boolean(),
      version,
    }),
    versioned: true,
  },
  {
    name: 'individual.update',
    method: 'PATCH',
    path: '/v1/tenants/{tenant}/individuals/{individual}',
    zone: 'records',
    summary: 'Change contact or language; the old address is told and no ask goes out for 72 hours',
    who: ['provider'],
    body: z
      .strictObject({ contact: z.optional(contact), language: z.optional(language) })
      .check(z.refine((patch) => Object.keys(patch).length > 0, 'nothing to change')),
    status: 200,
    answer: written,
    versioned: true,
    problems: ['conflict', 'tenant-not-open'],
  },
  {
    name: 'individual.search',
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/search',
    zone: 'records',
    summary: "Find an individual by the tenant's own reference",
    who: ['provider'],
    body: z.strictObject({ reference: line(120) }),
    status: 200,
    answer: z.object({ items: z.array(z.object({ id: individualId })) }),
  },
  {
    name: 'record.put',
    method: 'PUT',
    path: '/v1/tenants/{tenant}/individuals/{individual}/records/{record}',
    zone: 'records',
    summary: 'Store or replace one record',
    who: ['provider'],
    body: record,
    bodyLimit: 64 * 1024,
    status: 200,
    answer: written,
    versioned: true,
    problems: ['tenant-not-open', 'conflict'],
  },
  {
    name: 'record.batch',
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/{individual}/records',
    zone: 'records',
    summary: 'Store up to 25 records of one individual, together or not at all',
    who: ['provider'],
    body: batch,
    bodyLimit: 1024 * 1024,
    idempotent: true,
    status: 201,
    answer: z.object({ items: z.array(z.object({ id: recordId, version })) }),
    problems: ['tenant-not-open', 'conflict', 'idempotency-mismatch'],
  },
]);
