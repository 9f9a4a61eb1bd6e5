import * as z from 'zod/mini';
import { category } from '../../domain/catalogue/category.ts';
import { notice } from '../../domain/catalogue/notice.ts';
import { organisation } from '../../domain/catalogue/organisation.ts';
import { code, noticeId } from '../../domain/identifiers.ts';
import { version } from '../../domain/values.ts';
import { listOf, written } from '../answers.ts';
import { operations } from '../operation.ts';
import { page } from '../parameters.ts';

const list = z.strictObject(page);

/** Organisations that ask and receive, categories of records, notices: zone tenants. */
export const catalogueOperations = operations([
  {
    name: 'organisation.set',
    method: 'PUT',
    path: '/v1/tenants/{tenant}/organisations/{organisation}',
    zone: 'tenants',
    summary: 'Set an organisation that asks and receives; with If-Match, in place of that version only',
    who: ['admin'],
    body: organisation,
    status: 200,
    answer: written,
    versioned: true,
    problems: ['tenant-not-open', 'conflict'],
  },
  {
    name: 'organisation.list',
    method: 'GET',
    path: '/v1/tenants/{tenant}/organisations',
    zone: 'tenants',
    summary: 'Organisations that ask and receive',
    who: ['admin', 'provider', 'requester', 'auditor'],
    query: list,
    status: 200,
    answer: listOf(z.object({ ...organisation.shape, id: code, version })),
  },
  {
    name: 'organisation.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}/organisations/{organisation}',
    zone: 'tenants',
    summary: 'One organisation',
    who: ['admin', 'provider', 'requester', 'auditor'],
    status: 200,
    answer: z.object({ ...organisation.shape, id: code, version }),
    versioned: true,
  },
  {
    name: 'category.set',
    method: 'PUT',
    path: '/v1/tenants/{tenant}/categories/{category}',
    zone: 'tenants',
    summary:
      'Set a category: its fields, sensitivity and the assurance it needs. Fields, their types, languages and sensitivity stay',
    who: ['admin'],
    body: category,
    status: 200,
    answer: written,
    versioned: true,
    problems: ['tenant-not-open', 'conflict'],
  },
  {
    name: 'category.list',
    method: 'GET',
    path: '/v1/tenants/{tenant}/categories',
    zone: 'tenants',
    summary: 'Categories of records',
    who: ['admin', 'provider', 'requester', 'auditor'],
    query: list,
    status: 200,
    answer: listOf(z.object({ ...category.shape, id: code, version })),
  },
  {
    name: 'category.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}/categories/{category}',
    zone: 'tenants',
    summary: 'One category',
    who: ['admin', 'provider', 'requester', 'auditor'],
    status: 200,
    answer: z.object({ ...category.shape, id: code, version }),
    versioned: true,
  },
  {
    name: 'notice.publish',
    method: 'POST',
    path: '/v1/tenants/{tenant}/notices',
    zone: 'tenants',
    summary: 'Publish a notice, or a new version of one',
    who: ['admin'],
    body: z.strictObject({ notice: z.optional(noticeId), content: notice }),
    idempotent: true,
    status: 201,
    answer: z.object({ id: noticeId, version, hash: z.string() }),
    problems: ['tenant-not-open', 'conflict', 'idempotency-mismatch'],
  },
  {
    name: 'notice.list',
    method: 'GET',
    path: '/v1/tenants/{tenant}/notices',
    zone: 'tenants',
    summary: 'Notices with their newest version',
    who: ['admin', 'provider', 'requester', 'auditor'],
    query: list,
    status: 200,
    answer: listOf(z.object({ id: noticeId, version, hash: z.string() })),
  },
  {
    name: 'notice.read',
    method: 'GET',
    path: '/v1/tenants/{tenant}/notices/{notice}',
    zone: 'tenants',
    summary: 'The newest version of a notice',
    who: ['admin', 'provider', 'requester', 'auditor'],
    status: 200,
    answer: z.object({ id: noticeId, version, hash: z.string(), content: notice }),
  },
  {
    name: 'notice.version',
    method: 'GET',
    path: '/v1/tenants/{tenant}/notices/{notice}/versions/{version}',
    zone: 'tenants',
    summary: 'One version of a notice; versions never change',
    who: ['admin', 'provider', 'requester', 'auditor'],
    status: 200,
    answer: z.object({ id: noticeId, version, hash: z.string(), content: notice }),
  },
]);
