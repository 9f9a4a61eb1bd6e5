import * as z from 'zod/mini';
import { datePlus, localDateOf } from '../calendar.ts';
import { line } from '../values.ts';

const minimum = /^P(?:([1-9][0-9]?)Y|([1-9][0-9]{0,2})M|([1-9][0-9]{0,3})D)$/;

/** A duty to keep records of a category: under which law, how long at least, and from which day that counts. */
export const keep = z.strictObject({
  legalBasis: line(120),
  minimum: z
    .string()
    .check(z.regex(minimum, 'expected a number of years, months or days, as in P10Y, P18M or P90D')),
  /** `stored`: the day on which the record was stored; `dated`: the day that its data are about. */
  countsFrom: z.enum(['stored', 'dated']),
});
export type Keep = z.output<typeof keep>;

/**
 * The last day on which a record has to be kept, `YYYY-MM-DD`. It bears the number of the day from which it counts, or
 * is the last day of its month where that month has no such day; the first day does not count (§§ 187 and 188 BGB).
 * @param record when it was stored, an RFC 3339 UTC instant, and the day that its data are about.
 * @param timeZone IANA name of the tenant's time zone, in which days are counted.
 * @throws RangeError when an instant, a day or the time zone is invalid
 */
export function keptUntil(
  { minimum: period, countsFrom }: Keep,
  { storedAt, date }: { readonly storedAt: string; readonly date: string },
  timeZone: string,
): string {
  const from = countsFrom === 'stored' ? localDateOf(Date.parse(storedAt), timeZone) : date;
  const [, years = 0, months = 0, days = 0] = minimum.exec(period) ?? [];
  return datePlus(from, Number(years) * 12 + Number(months), Number(days));
}
