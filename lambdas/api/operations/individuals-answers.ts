import * as z from 'zod/mini';
import { assurance } from '../../domain/catalogue/category.ts';
import { consentStates } from '../../domain/consents/consent.ts';
import { code, consentId, requestId } from '../../domain/identifiers.ts';
import { period, reads } from '../../domain/requests/request.ts';
import { date, instant, language, version } from '../../domain/values.ts';

const text = z.string();

export const session = z.object({
  level: z.enum(['link', 'standing', 'confirmed']),
  /** To be sent back in `X-CSRF-Token` with every POST, PUT, PATCH and DELETE. */
  csrf: text,
  endsAt: instant,
  extensionsLeft: z.number(),
  language,
  /** What the link was for. */
  requestId: z.optional(requestId),
  consentId: z.optional(consentId),
  helpPhone: text,
  /** Also stands in the mail that the link came with. */
  reference: text,
});
/** What the page shows of an ask: sentences already in the chosen language, hashed as shown. */
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
      fields: z.array(z.object({ code: text, label: text, unit: z.optional(text) })),
    }),
  ),
  /** `safeguard`: what makes a transfer to that country lawful, where it needs one. */
  recipients: z.array(
    z.object({ organisation: code, name: text, country: text, safeguard: z.optional(text) }),
  ),
  period: z.optional(period),
  reads,
  until: instant,
  message: z.optional(text),
  controllers: z.array(z.object({ name: text, address: text, officer: text })),
  legalBasis: text,
  source: text,
  keptByRecipients: text,
  automatedDecisions: text,
  afterNo: text,
  rights: text,
  authority: z.object({ name: text, address: text, web: z.optional(text) }),
  saleOrSharing: text,
  /** Said when special data are released on `link+code` because the officer accepted that in writing. */
  assuranceNote: z.optional(text),
});
export const myConsent = z.object({
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
const value = z.union([z.string(), z.number(), z.boolean()]);
export const shownRecord = z.object({
  category: code,
  label: text,
  date: z.optional(date),
  /** `after-talk` and `withheld` come without values. */
  marking: z.optional(z.enum(['after-talk', 'withheld'])),
  note: z.optional(text),
  fields: z.array(z.object({ code: text, label: text, unit: z.optional(text), value })),
});
