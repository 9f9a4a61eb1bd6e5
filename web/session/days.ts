import { serverNow } from '../api.ts';

/** Now, in milliseconds, and where its days are counted: one time zone on the page, the tenant's. */
export interface Clock {
  readonly now: number;
  /** IANA name. */
  readonly timeZone: string;
}

export const clockOf = ({ timeZone = 'UTC' }: { readonly timeZone?: string | undefined }): Clock => ({
  now: serverNow(),
  timeZone,
});

/** Date and time of day of an instant in a zone, as `YYYY-MM-DD HH:MM:SS`. */
const wallClock = (instant: number, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);

/** The day of an instant, as date inputs have it. */
export const dayIn = (instant: number, timeZone: string) => wallClock(instant, timeZone).slice(0, 10);

/** The last day before an end: an end at midnight belongs to the day before. */
export const lastDayIn = (end: string, timeZone: string) => dayIn(Date.parse(end) - 1, timeZone);

/** The last second of a day (`YYYY-MM-DD`) in a zone; undefined when it is no day at all. */
export function endOfDay(day: string, timeZone: string): number | undefined {
  const wanted = Date.parse(`${day}T23:59:59Z`);
  if (Number.isNaN(wanted)) return undefined;
  // The second look is for a day on which the clocks change.
  const offBy = (instant: number) =>
    Date.parse(`${wallClock(instant, timeZone).replace(' ', 'T')}Z`) - instant;
  return wanted - offBy(wanted - offBy(wanted));
}
