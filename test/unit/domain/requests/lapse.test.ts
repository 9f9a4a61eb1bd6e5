import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysToAnswer, lapseOf } from '../../../../lambdas/domain/requests/lapse.ts';
import { lastDayIn } from '../../../../lambdas/domain/wording/plain.ts';

const berlin = 'Europe/Berlin';
const never = '2099-01-01T00:00:00.000Z';

describe('a request lapses', () => {
  it('at the end of the day that its message names, and not in the morning of it', () => {
    const lapse = lapseOf('2026-12-01T09:00:00.000Z', 14, never, berlin) ?? '';
    expect(lapse).toBe('2026-12-15T23:00:00.000Z');
    expect(lastDayIn(lapse, 'en', berlin)).toBe('15 December 2026');
  });

  it('with the last whole day before the end that it asks for', () => {
    expect(lapseOf('2026-12-01T09:00:00.000Z', 14, '2026-12-08T12:00:00.000Z', berlin)).toBe(
      '2026-12-07T23:00:00.000Z',
    );
    expect(lapseOf('2026-12-01T09:00:00.000Z', 14, '2026-12-07T23:00:00.000Z', berlin)).toBe(
      '2026-12-07T23:00:00.000Z',
    );
  });

  it('not at all when that end leaves less than three whole days: nobody is made silent by a short time', () => {
    expect(lapseOf('2026-12-01T09:00:00.000Z', 14, '2026-12-04T22:59:59.999Z', berlin)).toBeUndefined();
    expect(lapseOf('2026-12-01T09:00:00.000Z', 14, '2026-12-04T23:00:00.000Z', berlin)).toBe(
      '2026-12-04T23:00:00.000Z',
    );
  });

  it('at the end of a local day wherever the tenant is, with the days that were promised before it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.integer({ min: daysToAnswer.least, max: daysToAnswer.most }),
        fc.integer({ min: 0, max: 40 * 24 * 3600 }),
        fc.constantFrom(
          berlin,
          'UTC',
          'America/New_York',
          'Asia/Kolkata',
          'Pacific/Auckland',
          'Africa/Cairo',
        ),
        (made, days, seconds, zone) => {
          const until = new Date(made.getTime() + seconds * 1000).toISOString();
          const lapse = lapseOf(made.toISOString(), days, until, zone);
          if (lapse === undefined) return;
          expect(lapse <= until).toBe(true);
          expect(lastDayIn(lapse, 'en', zone)).not.toBe(
            lastDayIn(new Date(Date.parse(lapse) + 1).toISOString(), 'en', zone),
          );
          expect(Date.parse(lapse) - made.getTime()).toBeGreaterThan(2.9 * 24 * 3600 * 1000);
        },
      ),
      { numRuns: 60 },
    );
  });
});
