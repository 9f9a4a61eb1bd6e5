import { bitsOf } from '../identifiers.ts';

/** How long a session lives, and each extension of it. */
export const sessionSeconds = 30 * 60;

/** How often a session may be extended. */
export const extensionsAtMost = 10;

/** How long a code can be typed. */
export const codeSeconds = 30 * 60;

/** How many wrong codes a session takes before it is locked. */
export const triesAtMost = 5;

/** How many codes, and how many fresh links, one individual is sent within an hour. */
export const mailsAnHour = 3;

/** How long a fresh link lives that leads to no open request. */
export const freshLinkSeconds = 24 * 60 * 60;

/** How long the row of a link stays after its end, so that it can be told from one that never was. */
export const endedLinkSeconds = 30 * 24 * 60 * 60;

const hourMs = 60 * 60 * 1000;

/** Whether one more may be sent now, given when earlier ones were; `recent` are those that still count. */
export function oneMoreWithinHour(
  sentAt: readonly string[],
  now: string,
):
  | { readonly allowed: true; readonly recent: readonly string[] }
  | { readonly allowed: false; readonly retryAfter: number } {
  const left = (instant: string) => Date.parse(instant) + hourMs - Date.parse(now);
  const recent = sentAt.filter((instant) => left(instant) > 0).sort();
  const [oldest] = recent.slice(-mailsAnHour);
  if (recent.length < mailsAnHour || oldest === undefined) return { allowed: true, recent };
  return { allowed: false, retryAfter: Math.ceil(left(oldest) / 1000) };
}

/** An address as its owner recognises it and others do not: `a…@example.org`. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email.slice(0, at);
  return `${at > 1 ? first : ''}…${email.slice(at)}`;
}

/**
 * What stands in a mail and on the page it leads to, so that people can see that they belong together: eight
 * digits of the id the link is about, `3F2A-91BC`.
 */
export function referenceOf(id: string): string {
  const digits = bitsOf(id).slice(-8).toUpperCase();
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
