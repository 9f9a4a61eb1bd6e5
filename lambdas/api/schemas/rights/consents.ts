import * as z from 'zod/mini';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import type { Schemas } from '../../operation.ts';
import { ofVersion } from '../../parameters.ts';
import { myConsent } from '../individuals/my-consent.ts';
import { inLanguage } from '../individuals/shown-texts.ts';

/** The individual’s own consents, and their signed receipts. */
export const myConsentSchemas = {
  'my-consent.list': {
    summary: 'My permissions, live ones first',
    query: inLanguage,
    status: 200,
    answer: z.object({ items: z.array(myConsent) }),
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
