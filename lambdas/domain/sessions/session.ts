import { bitsOf } from '../identifiers.ts';
import { Problem } from '../problems.ts';

/** How long a session lasts, and each extension of it, in seconds. */
export const sessionSeconds = 30 * 60;

/** How often a session may be extended. */
export const extensionsAtMost = 10;

/** How long a code is valid, in seconds. */
export const codeSeconds = 30 * 60;

/** How many wrong codes a session takes before it needs a new one. */
export const triesAtMost = 5;

/** How many wrong codes all sessions of a link take together before the link is locked. */
export const wrongCodesAtMost = 30;

/** How many codes are sent for a link, and how many fresh links to an individual, within an hour. */
export const mailsAnHour = 3;

/** How many codes one individual is sent within an hour, for all links: an old one cannot use up those of a new one. */
export const codesAnHour = 6;

/** How long a fresh link that leads to no open request is valid, in seconds. */
export const freshLinkSeconds = 24 * 60 * 60;

/**
 * How long the row of a link is kept after its end, in seconds, so that an expired link is distinguished from one that
 * never existed.
 */
export const endedLinkSeconds = 30 * 24 * 60 * 60;

const hourMs = 60 * 60 * 1000;

/** Whether one more may be sent now, given when earlier ones were; `recent` are those within the last hour. */
export function oneMoreWithinHour(
  sentAt: readonly string[],
  now: string,
  atMost = mailsAnHour,
):
  | { readonly allowed: true; readonly recent: readonly string[] }
  | { readonly allowed: false; readonly retryAfter: number } {
  const left = (instant: string) => Date.parse(instant) + hourMs - Date.parse(now);
  const recent = sentAt.filter((instant) => left(instant) > 0).sort();
  const [oldest] = recent.slice(-atMost);
  if (recent.length < atMost || oldest === undefined) return { allowed: true, recent };
  return { allowed: false, retryAfter: Math.ceil(left(oldest) / 1000) };
}

/**
 * The instants within the last hour, `now` included, once one more was sent.
 * @throws Problem `too-many-requests` when that would be more than `atMost`
 */
export function withOneMore(sentAt: readonly string[] = [], now: string, atMost: number): readonly string[] {
  const next = oneMoreWithinHour(sentAt, now, atMost);
  if (!next.allowed) throw new Problem('too-many-requests', { retryAfter: next.retryAfter });
  return [...next.recent, now];
}

/** An address masked so that its owner recognises it and others do not: `a…@example.org`. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email.slice(0, at);
  return `${at > 1 ? first : ''}…${email.slice(at)}`;
}

/**
 * The reference shown in a mail and on the page it leads to, so that people can see that they belong together: eight
 * digits of the id that the link is about, `3F2A-91BC`.
 */
export function referenceOf(id: string): string {
  const digits = bitsOf(id).slice(-8).toUpperCase();
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
