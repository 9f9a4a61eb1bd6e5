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
