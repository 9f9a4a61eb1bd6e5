import * as z from 'zod/mini';
import { fieldCode } from '../catalogue/category.ts';
import { code, individualId, noticeId } from '../identifiers.ts';
import { date, instant, prose, version } from '../values.ts';
import { daysToAnswer } from './lapse.ts';
import { holdsLink } from './links.ts';

/** A category and, within it, fields; no `fields` means all of the category's. */
export const item = z.strictObject({
  category: code,
  fields: z.optional(z.array(fieldCode).check(z.minLength(1), z.maxLength(60))),
});
export type Item = z.output<typeof item>;

/** A category with the fields named one by one, as requests and consents are stored. */
export interface NamedItem {
  readonly category: string;
  readonly fields: readonly string[];
}

export const items = z.array(item).check(
  z.minLength(1),
  z.maxLength(10),
  z.refine((list) => new Set(list.map((i) => i.category)).size === list.length, 'categories must differ'),
);

/** The days that the data may come from, both included. */
export const period = z
  .strictObject({ from: z.optional(date), to: z.optional(date) })
  .check(z.refine((p) => !p.from || !p.to || p.from <= p.to, 'from must not be after to'));
export type Period = z.output<typeof period>;

/** How often it may be read: once, n times, or unlimited until the end. */
export const reads = z.union([
  z.literal('once'),
  z.literal('unlimited'),
  z.strictObject({ times: z.int().check(z.minimum(2), z.maximum(1000)) }),
]);
export type Reads = z.output<typeof reads>;

const noLinks = z.refine<string>(
  (text) => !holdsLink(text),
  'expected text without links; a word with a full stop inside looks like one: put a space after the stop',
);

/** A requester's consent request to one individual, under one version of a notice. */
export const consentRequest = z.strictObject({
  individualId,
  notice: z.strictObject({ id: noticeId, version }),
  items,
  period: z.optional(period),
  reads,
  /** When the consent would end, at the latest. */
  until: instant,
  /** How many days the individual has to answer: to the end of the last of them. */
  daysToAnswer: z.optional(z.int().check(z.minimum(daysToAnswer.least), z.maximum(daysToAnswer.most))),
  recipients: z.optional(z.array(code).check(z.minLength(1), z.maxLength(10))),
  message: z.optional(prose(300).check(noLinks)),
});
export type ConsentRequest = z.output<typeof consentRequest>;

/** An individual's decision. Nothing is preselected, so everything granted has to be named. */
export const decision = z.discriminatedUnion('choice', [
  z.strictObject({
    choice: z.literal('refuse'),
    tellReason: z.optional(z.boolean()),
    /** The language in which it was shown; the session's own by default. */
    language: z.optional(z.enum(['de', 'en'])),
  }),
  z.strictObject({
    choice: z.literal('grant'),
    items: z
      .array(
        z.strictObject({
          category: code,
          fields: z.array(fieldCode).check(z.minLength(1), z.maxLength(60)),
          /** The explicit statement, ticked by hand; required for special categories (Art. 9 GDPR). */
          explicit: z.optional(z.literal(true)),
        }),
      )
      .check(z.minLength(1), z.maxLength(10)),
    until: instant,
    reads,
    period: z.optional(period),
    recipients: z.optional(z.array(code).check(z.minLength(1), z.maxLength(10))),
    /** SHA-256, in hex, of what the page showed: the `shownHash` of the request as read. */
    shownHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    language: z.enum(['de', 'en']),
  }),
]);
export type Decision = z.output<typeof decision>;
