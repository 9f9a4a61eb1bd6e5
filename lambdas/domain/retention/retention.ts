import { endOfLocalDay } from '../calendar.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A retention window: whole days of a calendar, or a length of time. */
export type Window =
  | { readonly kind: 'calendar'; readonly days: number }
  | { readonly kind: 'exact'; readonly milliseconds: number };

const duration = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds. Without a time part it counts calendar
 * days; with one, a day in it is 24 hours. Months and years have no fixed length and are refused.
 * @throws RangeError when it is none of these.
 */
export function windowOf(text: string): Window {
  const found = duration.exec(text);
  if (!found) throw new RangeError('expected an ISO 8601 duration of weeks, days, hours, minutes, seconds');
  const [weeks = 0, days = 0, , hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => (part === undefined ? 0 : Number(part)));
  const wholeDays = weeks * 7 + days;
  return found[3] === undefined
    ? { kind: 'calendar', days: wholeDays }
    : {
        kind: 'exact',
        milliseconds: wholeDays * day + hours * hour + minutes * minute + seconds * second,
      };
}

/**
 * When the purge of an ended contract may start, a UTC instant: the retrieval window lasts to the end of day D +
 * window in the contract's time zone, where D is the day on which the contract ended there. A window with a time part
 * ends exactly that long after the contract's end.
 * @param endedAt RFC 3339 UTC instant.
 * @param window ISO 8601 duration, see `windowOf`.
 * @param timeZone IANA name.
 * @throws RangeError when any of the three is invalid
 */
export function purgeAtOf(endedAt: string, window: string, timeZone: string): string {
  const ended = Date.parse(endedAt);
  const length = windowOf(window);
  if (length.kind === 'exact') return instantOf(ended + length.milliseconds);
  return endOfLocalDay(ended, length.days, timeZone);
}

const instantOf = (milliseconds: number) => new Date(milliseconds).toISOString();

/** Days before the purge at which the admins get a notice. */
export const noticeDays = [14, 3, 1] as const;

/** One notice to the admins: how many days before what it tells of, and when. */
export interface PurgeNotice {
  readonly days: number;
  readonly at: string;
}

/** The notices of a window, earliest first; those that would lie before its beginning are skipped. */
export function noticesOf(
  from: string,
  to: string,
  daysBefore: readonly number[] = noticeDays,
): PurgeNotice[] {
  return daysBefore
    .map((days) => ({ days, at: instantOf(Date.parse(to) - days * day) }))
    .filter(({ at }) => Date.parse(at) > Date.parse(from));
}
