import * as z from 'zod/mini';
import { assurance } from '../../../domain/catalogue/category.ts';
import { consentStates } from '../../../domain/consents/consent.ts';
import { code, consentId } from '../../../domain/identifiers.ts';
import { period, reads } from '../../../domain/requests/request.ts';
import { instant, version } from '../../../domain/values.ts';
import { namedRecipient } from './shown-texts.ts';

const text = z.string();

/** A consent as its individual sees it. */
export const myConsent = z.object({
  id: consentId,
  /** Who asked for it. */
  organisation: z.object({ name: text, nameNow: z.optional(text) }),
  /** Who may read under it. */
  recipients: z.array(namedRecipient),
  purpose: text,
  items: z.array(
    z.object({ category: code, label: text, fields: z.array(z.object({ code: text, label: text })) }),
  ),
  /** The days that the data may come from; absent: all of them. */
  period: z.optional(period),
  reads,
  /** How many reads of a limited number are used. */
  readsUsed: z.number(),
  /** How often it was read, whether reads are limited or not, and when last. */
  timesRead: z.number(),
  lastReadAt: z.optional(instant),
  grantedAt: instant,
  until: instant,
  /** When it was withdrawn or revoked. */
  endedAt: z.optional(instant),
  assurance,
  state: z.enum(consentStates),
  /** Whether it can be withdrawn: it has not been ended yet, though it may have expired or be used up. */
  withdrawable: z.boolean(),
  withdrawSentence: text,
  version,
});
