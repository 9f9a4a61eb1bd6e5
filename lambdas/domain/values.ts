import * as z from 'zod/mini';
import { isLegible, isOneLine, oneLine } from './characters.ts';

const legible = z.refine<string>(isLegible, 'expected at least one letter or digit');

const unfit = 'expected one line, without control and invisible characters';
/** Plain text on one line, at most `max` characters, all of them visible. */
const singleLine = (max: number) =>
  z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(max),
      z.regex(oneLine, { error: unfit, abort: true }),
      z.refine(isOneLine, unfit),
    );

/** A name or another text on one line, which somebody can read. */
export const line = (max: number) => singleLine(max).check(legible);

/** A short sign on one line, such as a unit of measure; it may be of no letter at all (`%`). */
export const sign = (max: number) => singleLine(max).check(z.regex(/\S/, 'expected text'));

/** Plain text that may have several lines. */
export const prose = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), legible);

export const language = z.enum(['de', 'en']);
export type Language = z.output<typeof language>;

const inLanguages = (text: ReturnType<typeof prose>) =>
  z
    .partialRecord(language, text)
    .check(z.refine((texts) => Object.keys(texts).length > 0, 'expected at least one language'));

/** One line in the languages it is offered in (at least one): a label, or what stands inside a sentence. */
export const translated = (max: number) => inLanguages(line(max));

/** One text, which may have several lines, in the languages it is offered in (at least one). */
export const translatedProse = (max: number) => inLanguages(prose(max));

export const country = z.string().check(z.regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 alpha-2 code'));

/**
 * RFC 3339 with any offset, normalised to UTC and whole milliseconds (`….000Z`), so that instants compare and sort as
 * texts.
 */
export const instant = z.iso.datetime({ offset: true }).check(
  z.overwrite(inMilliseconds),
  z.refine((text) => /^\d/.test(text), 'expected an instant of the years 0000 to 9999'),
);
export const date = z.iso.date();

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const atom = "[A-Za-z0-9&'+_-]+";
const mailAddress = new RegExp(
  `^(?=.{1,64}@)${atom}(?:\\.${atom})*@(?:${label}\\.)+(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{0,58}[A-Za-z0-9])$`,
);

/**
 * A mail address that SES takes. A domain in letters of its language becomes its ASCII form, so that both spellings are
 * one.
 */
export const email = z
  .string()
  .check(z.overwrite(withAsciiDomain), z.maxLength(254), z.email({ pattern: mailAddress }));

/** A phone number as people write it: `+49 (0)461 5550-100`, `(0461) 555.01.00`; 3 to 15 digits. */
export const phone = z.string().check(
  z.regex(/^\(?\+?\(?[0-9][0-9 ()/.\u00a0\u2011\u2013-]{2,31}$/, {
    error: 'expected a phone number',
    abort: true,
  }),
  z.refine((text) => /^\d{3,15}$/.test(text.replace(/\D/g, '')), 'expected a phone number of 3 to 15 digits'),
);
export const web = z.url({ protocol: /^https$/ }).check(z.maxLength(300));
export const version = z.int().check(z.minimum(1));

function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  // Only letters, marks, digits, hyphens and stops: nothing that a URL would take for another of its parts.
  if (/^[a-z0-9.-]*$/i.test(domain) || !/^[\p{L}\p{M}\p{N}.\u3002-]+$/u.test(domain)) return address;
  const url = `http://${domain}`;
  return URL.canParse(url) ? `${address.slice(0, at)}@${new URL(url).hostname}` : address;
}

// Also runs on texts that are no instants; they are left as they are and refused as such.
function inMilliseconds(text: string): string {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? text : new Date(milliseconds).toISOString();
}

/** The version that a write expects to replace: one, any that exists (`*`), or whatever there is (undefined). */
export type IfMatch = number | '*' | undefined;
