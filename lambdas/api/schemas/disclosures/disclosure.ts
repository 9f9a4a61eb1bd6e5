import * as z from 'zod/mini';
import { fieldCode } from '../../../domain/catalogue/category.ts';
import { purposeCode } from '../../../domain/catalogue/notice.ts';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { code, consentId, disclosureId, individualId, recordId } from '../../../domain/identifiers.ts';
import { item, period } from '../../../domain/requests/request.ts';
import { date, line, version } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

const read = z
  .strictObject({
    individualId: z.optional(individualId),
    reference: z.optional(line(120)),
    purpose: purposeCode,
    categories: z.array(code).check(
      z.minLength(1),
      z.maxLength(10),
      z.refine((list) => new Set(list).size === list.length, 'categories must differ'),
    ),
    /** Field codes by category; a category left out means all fields of the consent's request. */
    fields: z.optional(z.record(code, z.array(fieldCode).check(z.minLength(1), z.maxLength(60)))),
    period: z.optional(period),
    cursor: z.optional(z.string().check(z.maxLength(2048), z.regex(/^[A-Za-z0-9_-]+$/))),
  })
  .check(
    z.refine(
      (body) => (body.individualId === undefined) !== (body.reference === undefined),
      'either individualId or reference',
    ),
    // A mistyped narrowing would release more than its caller meant to read.
    z.refine(({ fields = {}, categories }) => Object.keys(fields).every((one) => categories.includes(one)), {
      error: 'a category that is not in categories',
      path: ['fields'],
    }),
  );

const withheld = z.object({
  category: code,
  fields: z.array(z.string()),
  reason: z.enum(['not-in-consent', 'outside-period']),
});
const decided = {
  consentId,
  purpose: z.string(),
  released: z.array(item),
  withheld: z.array(withheld),
};

/** The consent-gated read. */
export const disclosureSchemas = {
  'disclosure.preview': {
    summary: 'Would this be released? Explains without releasing or counting',
    body: read,
    ownAuthority: true,
    status: 200,
    answer: z.object(decided),
    problems: ['consent-required', 'too-many-requests'],
  },
  'disclosure.create': {
    summary: 'Read what was consented to; every call is decided again and recorded',
    body: read,
    ownAuthority: true,
    status: 200,
    answer: z.object({
      id: disclosureId,
      individualId,
      ...decided,
      records: z.array(
        z.object({
          id: recordId,
          category: code,
          date,
          version,
          fields: z.record(fieldCode, z.union([z.string(), z.number(), z.boolean()])),
        }),
      ),
      audit: z.object({ entry: z.string(), leaf: z.string() }),
      next: z.optional(z.string()),
    }),
    problems: ['consent-required', 'too-many-requests', 'unavailable'],
  },
  'disclosure.receipt': {
    summary: 'The signed receipt of a disclosure: what was released, what was withheld and why',
    status: 200,
    answer: signedStatement,
  },
} as const satisfies Schemas;
