import * as z from 'zod/mini';
import { requestStates } from '../../../domain/consents/consent.ts';
import { code, consentId, requestId } from '../../../domain/identifiers.ts';
import { decision, item, period, reads } from '../../../domain/requests/request.ts';
import { instant, language, version } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';
import { shownRecord } from '../shown-record.ts';
import { myConsent } from './my-consent.ts';
import { inLanguage, namedRecipient } from './shown-texts.ts';

const text = z.string();
/** What the page shows of a consent request: sentences in the chosen language, hashed as shown. */
export const shown = z.object({
  language,
  askSentence: text,
  refuseSentence: text,
  narrowSentence: text,
  withdrawSentence: text,
  organisation: z.object({ name: text, country: text, contact: text }),
  purpose: z.object({ code: text, sentence: text }),
  items: z.array(
    z.object({
      category: code,
      label: text,
      plain: text,
      sensitivity: z.enum(['ordinary', 'special']),
      /** The explicit statement to tick, for special categories. */
      explicitStatement: z.optional(text),
      /** The same with `{recipients}` in place of those who would receive, to be filled with those who are chosen. */
      explicitTemplate: z.optional(text),
      /** `required`: the others mean nothing without it, so these are granted together. */
      fields: z.array(z.object({ code: text, label: text, unit: z.optional(text), required: z.boolean() })),
    }),
  ),
  recipients: z.array(namedRecipient),
  period: z.optional(period),
  reads,
  until: instant,
  message: z.optional(text),
  controllers: z.array(z.object({ name: text, address: text, officer: text })),
  legalBasis: text,
  source: text,
  keptByRecipients: text,
  automatedDecisions: text,
  /** Of these two, those that say yes: they are never folded away. */
  inSight: z.array(z.enum(['automatedDecisions', 'saleOrSharing'])),
  afterNo: text,
  rights: text,
  authority: z.object({ name: text, address: text, web: z.optional(text) }),
  saleOrSharing: text,
  /**
   * Shown when special categories are released on `link+code` because the data protection officer accepted that in
   * writing.
   */
  assuranceNote: z.optional(text),
});

/** A consent request, as the individual who decides on it sees it. */
export const myRequestSchemas = {
  'request.decline': {
    summary: 'Decline provisionally: it can be changed until confirmed or lapsed',
    body: z.strictObject({}),
    status: 200,
    answer: z.object({ state: z.literal('declined') }),
    problems: ['conflict'],
  },
  'request.not-for-me': {
    summary: 'Mark provisionally that the message was not meant for me',
    body: z.strictObject({}),
    status: 200,
    answer: z.object({ state: z.literal('not-for-me') }),
    problems: ['conflict'],
  },
  'request.show': {
    summary: 'The request and its notice, in one language, with the hash of what is shown',
    query: inLanguage,
    status: 200,
    answer: z.object({
      id: requestId,
      state: z.enum(requestStates),
      /** How long the individual may take to answer. */
      lapsesAt: instant,
      shown,
      shownHash: text,
      version,
    }),
  },
  'request.preview': {
    summary: 'The values that would be released now',
    body: z.strictObject({ language, items: z.optional(z.array(item)), cursor: page.cursor }),
    status: 200,
    /** `next` is present when the records do not fit into one answer. */
    answer: z.object({ records: z.array(shownRecord), next: z.optional(text) }),
    problems: ['conflict'],
  },
  'request.decide': {
    summary: 'Grant all or less, or refuse',
    body: decision,
    status: 200,
    answer: z.object({
      id: requestId,
      state: z.enum(requestStates),
      consentId: z.optional(consentId),
      /** What was granted, in the language of the decision. */
      consent: z.optional(myConsent),
      audit: z.object({ entry: text, leaf: text }),
    }),
    problems: ['conflict', 'link-used'],
  },
} as const satisfies Schemas;
