const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The end of a local day: the first instant after it, in UTC.
 * @param instant an instant in milliseconds, whose local day is counted from.
 * @param daysLater how many days later the day is, which may be negative.
 * @param timeZone IANA name.
 * @throws RangeError when the instant or the time zone is invalid
 */
export function endOfLocalDay(instant: number, daysLater: number, timeZone: string): string {
  const dayOf = calendarIn(timeZone);
  return new Date(endOfDay(dayOf(instant) + daysLater * day, dayOf)).toISOString();
}

/**
 * The end of a local day that is named: the first instant after it, in UTC.
 * @param date `YYYY-MM-DD`.
 * @param timeZone IANA name.
 * @throws RangeError when the date or the time zone is invalid
 */
export function endOfLocalDate(date: string, timeZone: string): string {
  return new Date(endOfDay(midnightOf(date), calendarIn(timeZone))).toISOString();
}

/**
 * The local date of an instant, `YYYY-MM-DD`.
 * @param instant in milliseconds.
 * @param timeZone IANA name.
 * @throws RangeError when the instant or the time zone is invalid
 */
export function localDateOf(instant: number, timeZone: string): string {
  return new Date(calendarIn(timeZone)(instant)).toISOString().slice(0, 10);
}

const lastDate = '9999-12-31';

/**
 * A date so many months and then days later, both `YYYY-MM-DD`. A month that has no such day ends the count on its last
 * day; what lies beyond the year 9999 is its last day.
 * @throws RangeError when the date is invalid
 */
export function datePlus(date: string, months: number, days: number): string {
  const first = new Date(midnightOf(date));
  const dayOfMonth = first.getUTCDate();
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const lastOfMonth = new Date(first);
  lastOfMonth.setUTCMonth(lastOfMonth.getUTCMonth() + 1, 0);
  first.setUTCDate(Math.min(dayOfMonth, lastOfMonth.getUTCDate()) + days);
  return first.getUTCFullYear() > 9999 ? lastDate : first.toISOString().slice(0, 10);
}

function midnightOf(date: string): number {
  const midnight = Date.parse(`${date}T00:00:00.000Z`);
  if (Number.isNaN(midnight)) throw new RangeError('expected a date');
  return midnight;
}

/** Local dates differ from UTC's by at most this much, including days skipped when the date line moved. */
const farthest = 48 * hour;
const step = 15 * minute;

/**
 * The first instant after a local day. Clocks may be set back across midnight, so it searches backwards for the last
 * part of the day; a day that a time zone skipped ends with the day before it.
 */
function endOfDay(localDay: number, dayOf: (instant: number) => number): number {
  let after = localDay + day + farthest;
  while (dayOf(after - step) > localDay) after -= step;
  let before = after - step;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(middle) > localDay) after = middle;
    else before = middle;
  }
  return after;
}

/** Gives the local date of an instant, as the UTC midnight of the same date, so that dates can be counted. */
function calendarIn(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  return (instant) => {
    const parts = format.formatToParts(instant);
    const part = (type: Intl.DateTimeFormatPartTypes) =>
      Number(parts.find((one) => one.type === type)?.value);
    return Date.UTC(part('year'), part('month') - 1, part('day'));
  };
}
