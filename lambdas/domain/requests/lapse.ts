import { endOfLocalDay } from '../calendar.ts';

/** How many days an individual has to answer: the usual number, the bounds of it, and what no end may cut short. */
export const daysToAnswer = { usual: 14, least: 7, most: 30, atLeast: 3 } as const;

/**
 * When a request lapses: at the end of a day in the tenant's time zone, the day that its message names. A grant after
 * its own end would be void, so a request that ends earlier lapses with the last whole day before its end.
 * @param madeAt when it was made; the days after that day are counted.
 * @param until when the consent would end.
 * @returns undefined when that end leaves less than three days
 */
export function lapseOf(madeAt: string, days: number, until: string, timeZone: string): string | undefined {
  const made = Date.parse(madeAt);
  const wanted = endOfLocalDay(made, days, timeZone);
  const ends = Date.parse(until);
  if (ends >= Date.parse(wanted)) return wanted;
  const lastWhole = endOfLocalDay(ends, -1, timeZone);
  return lastWhole < endOfLocalDay(made, daysToAnswer.atLeast, timeZone) ? undefined : lastWhole;
}
