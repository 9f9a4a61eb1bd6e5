import * as z from 'zod/mini';
import { assurance } from '../../../domain/catalogue/category.ts';
import { consentStates } from '../../../domain/consents/consent.ts';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { code, consentId } from '../../../domain/identifiers.ts';
import { reads } from '../../../domain/requests/request.ts';
import { instant, language, version } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

const text = z.string();
const inLanguage = z.strictObject({ language: z._default(language, 'de') });
const myConsent = z.object({
  id: consentId,
  organisation: z.object({ name: text }),
  purpose: text,
  items: z.array(
    z.object({ category: code, label: text, fields: z.array(z.object({ code: text, label: text })) }),
  ),
  reads,
  readsUsed: z.number(),
  grantedAt: instant,
  until: instant,
  /** When it was withdrawn or revoked. */
  endedAt: z.optional(instant),
  assurance,
  state: z.enum(consentStates),
  withdrawSentence: text,
  version,
});

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
    summary: 'The signed receipt of the newest event of a permission',
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
