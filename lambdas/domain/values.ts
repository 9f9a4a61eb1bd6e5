import * as z from 'zod/mini';

/** Plain text that is not blank. */
export const line = (max: number) =>
  z.string().check(z.minLength(1), z.maxLength(max), z.regex(/\S/, 'expected text'));

export const language = z.enum(['de', 'en']);
export type Language = z.output<typeof language>;

/** One text in the languages it is offered in (at least one). */
export const translated = (max: number) =>
  z
    .partialRecord(language, line(max))
    .check(z.refine((texts) => Object.keys(texts).length > 0, 'at least one language'));

export const country = z.string().check(z.regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 alpha-2 code'));

/** RFC 3339 in UTC, normalised to whole milliseconds (`….000Z`), so that instants compare and sort as texts. */
export const instant = z.iso.datetime().check(z.overwrite(inMilliseconds));
export const date = z.iso.date();
export const email = z.string().check(z.maxLength(254), z.email());
export const phone = z.string().check(z.regex(/^\+?[0-9][0-9 ()/-]{3,30}$/, 'expected a phone number'));
export const web = z.url({ protocol: /^https$/ }).check(z.maxLength(300));
export const version = z.int().check(z.minimum(1));

// Also runs on texts that are no instants; they are left as they are and refused as such.
function inMilliseconds(text: string): string {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? text : new Date(milliseconds).toISOString();
}
