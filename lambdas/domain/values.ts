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
/** A mail address that SES takes: a local part of at most 64 characters, and labels of a host name, in ASCII. */
const mailAddress =
  /^(?=[^@]{1,64}@)[A-Za-z0-9&'+_-]+(?:\.[A-Za-z0-9&'+_-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
export const email = z
  .string()
  .check(z.maxLength(254), z.regex(mailAddress, 'expected an e-mail address, its host in ASCII'));
export const phone = z.string().check(z.regex(/^\+?[0-9][0-9 ()/-]{3,30}$/, 'expected a phone number'));
export const web = z.url({ protocol: /^https$/ }).check(z.maxLength(300));
export const version = z.int().check(z.minimum(1));

// Also runs on texts that are no instants; they are left as they are and refused as such.
function inMilliseconds(text: string): string {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? text : new Date(milliseconds).toISOString();
}

/** The version that a write expects to replace: one, any that exists (`*`), or whatever there is (undefined). */
export type IfMatch = number | '*' | undefined;
