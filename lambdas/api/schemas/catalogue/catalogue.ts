import * as z from 'zod/mini';
import { category } from '../../../domain/catalogue/category.ts';
import { notice } from '../../../domain/catalogue/notice.ts';
import { naming, organisation } from '../../../domain/catalogue/organisation.ts';
import { code, memberId, noticeId } from '../../../domain/identifiers.ts';
import { instant, version } from '../../../domain/values.ts';
import { listOf, written } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';

const list = z.strictObject(page);

/** Organisations that request and receive data, categories of records, notices. */
export const catalogueSchemas = {
  'organisation.set': {
    summary:
      'Set an organisation that requests and receives data; with If-Match, replaces only that version. Another legal name or address waits for a second admin: both state that it is the same legal person',
    body: organisation,
    status: 200,
    answer: z.object({ ...written.shape, pendingConfirmation: z.boolean() }),
    versioned: true,
    problems: ['tenant-not-open', 'conflict'],
  },
  'organisation.confirm': {
    summary:
      'A second admin confirms within seven days the legal name and address that another set, repeating them: it is the same legal person',
    body: naming,
    status: 200,
    answer: written,
    versioned: true,
    problems: ['tenant-not-open', 'conflict', 'separation-of-duties'],
  },
  'organisation.list': {
    summary: 'Organisations that request and receive data',
    query: list,
    status: 200,
    answer: listOf(z.object({ ...organisation.shape, id: code, version })),
  },
  'organisation.read': {
    summary: 'One organisation, and what waits for a second admin',
    status: 200,
    answer: z.object({
      ...organisation.shape,
      id: code,
      version,
      pending: z.optional(z.object({ ...organisation.shape, requestedAt: instant, requestedBy: memberId })),
    }),
    versioned: true,
  },
  'category.set': {
    summary:
      'Set a category: its fields, sensitivity and the assurance it needs. Fields, their types, languages and sensitivity stay',
    body: category,
    status: 200,
    answer: written,
    versioned: true,
    problems: ['tenant-not-open', 'conflict'],
  },
  'category.list': {
    summary: 'Categories of records',
    query: list,
    status: 200,
    answer: listOf(z.object({ ...category.shape, id: code, version })),
  },
  'category.read': {
    summary: 'One category',
    status: 200,
    answer: z.object({ ...category.shape, id: code, version }),
    versioned: true,
  },
  'notice.publish': {
    summary: 'Publish a notice, or a new version of one',
    body: z.strictObject({ notice: z.optional(noticeId), content: notice }),
    idempotent: true,
    status: 201,
    answer: z.object({ id: noticeId, version, hash: z.string() }),
    problems: ['tenant-not-open', 'conflict', 'idempotency-mismatch'],
  },
  'notice.list': {
    summary: 'Notices with their newest version',
    query: list,
    status: 200,
    answer: listOf(z.object({ id: noticeId, version, hash: z.string() })),
  },
  'notice.read': {
    summary: 'The newest version of a notice',
    status: 200,
    answer: z.object({ id: noticeId, version, hash: z.string(), content: notice }),
  },
  'notice.version': {
    summary: 'One version of a notice; versions never change',
    status: 200,
    answer: z.object({ id: noticeId, version, hash: z.string(), content: notice }),
  },
} as const satisfies Schemas;
