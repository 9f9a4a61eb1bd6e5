import * as z from 'zod/mini';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { language } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { ofVersion, page } from '../../parameters.ts';
import { myConsent } from '../individuals/my-consent.ts';
import { inLanguage } from '../individuals/shown-texts.ts';

/** The individual’s own consents, and their signed receipts. */
export const myConsentSchemas = {
  'my-consent.list': {
    summary: 'My permissions, newest first; on each page live ones first',
    query: z.strictObject({ ...page, language: z.optional(language) }),
    status: 200,
    answer: listOf(myConsent),
  },
  'my-consent.read': {
    summary: 'One of my permissions',
    query: inLanguage,
    status: 200,
    answer: myConsent,
  },
  'my-consent.receipt': {
    summary: 'The signed receipt of an event of a permission, the newest unless said, and what was shown',
    query: ofVersion,
    status: 200,
    answer: signedStatement,
  },
} as const satisfies Schemas;
