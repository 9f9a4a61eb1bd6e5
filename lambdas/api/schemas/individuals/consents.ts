import * as z from 'zod/mini';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { consentId } from '../../../domain/identifiers.ts';
import { version } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';
import { ofVersion } from '../../parameters.ts';
import { myConsent } from './my-consent.ts';
import { inLanguage } from './shown-texts.ts';

const text = z.string();

/** The individual’s own consents. */
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
  'my-consent.withdraw': {
    summary: 'Withdraw: no disclosure that starts after the answer succeeds',
    body: z.strictObject({ tellReason: z.optional(z.boolean()) }),
    status: 200,
    answer: z.object({
      id: consentId,
      state: z.literal('withdrawn'),
      version,
      audit: z.object({ entry: text, leaf: text }),
    }),
    problems: ['conflict'],
  },
} as const satisfies Schemas;
