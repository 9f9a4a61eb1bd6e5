import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Keep, keep, keptUntil } from '../../../../lambdas/domain/catalogue/keeping.ts';

const tenYears: Keep = { legalBasis: '§ 630f (3) BGB', minimum: 'P10Y', countsFrom: 'dated' };
const storedAt = '2026-11-03T10:00:00.000Z';

describe('a duty to keep', () => {
  it.each<[string, object, string]>([
    ['without a legal basis', { legalBasis: undefined }, 'legalBasis'],
    ['under a blank one', { legalBasis: ' ' }, 'legalBasis'],
    ['under one of two lines', { legalBasis: 'a\nb' }, 'legalBasis'],
    ['under one of 121 characters', { legalBasis: 'x'.repeat(121) }, 'legalBasis'],
    ['without a minimum', { minimum: undefined }, 'minimum'],
    ...[
      'P0Y',
      'P0D',
      'P',
      'P010Y',
      'P100Y',
      'P1000M',
      'P10000D',
      'P1.5Y',
      'P-1Y',
      'PT24H',
      'P1DT1H',
      'P1Y6M',
      'P2W',
      'p10y',
      '10',
      'P10Y ',
      'P10Y\n',
      'P1e3D',
      'P١Y',
    ].map((minimum): [string, object, string] => [`for ${JSON.stringify(minimum)}`, { minimum }, 'minimum']),
    ['for a number', { minimum: 10 }, 'minimum'],
    ['from no day', { countsFrom: undefined }, 'countsFrom'],
    ['from a day of another kind', { countsFrom: 'erased' }, 'countsFrom'],
  ])('%s is refused where the fault is', (_, over, where) => {
    const { error } = keep.safeParse({ ...tenYears, ...over });
    expect(error?.issues.map(({ path }) => path)).toEqual([[where]]);
  });

  it('with an unknown member is refused', () => {
    expect(keep.safeParse({ ...tenYears, law: 'x' }).success).toBe(false);
  });

  it.each(['P1D', 'P9999D', 'P1M', 'P999M', 'P1Y', 'P99Y'])('for %s is accepted', (minimum) => {
    expect(keep.safeParse({ ...tenYears, minimum }).success).toBe(true);
  });
});

describe('the last day of a duty to keep', () => {
  it.each([
    ['bears the number of the day it counts from', '2026-11-03', 'P10Y', '2036-11-03'],
    ['is the last of February after a leap day', '2024-02-29', 'P1Y', '2025-02-28'],
    ['is a leap day after a leap day', '2024-02-29', 'P4Y', '2028-02-29'],
    ['is no leap day in a century that has none', '2096-02-29', 'P4Y', '2100-02-28'],
    ['stays the 28th in a leap year', '2023-02-28', 'P1Y', '2024-02-28'],
    ['is the last of a shorter month', '2026-01-31', 'P1M', '2026-02-28'],
    ['is the last of a shorter month in a leap year', '2028-01-31', 'P1M', '2028-02-29'],
    ['stays the 30th in a longer month', '2026-04-30', 'P1M', '2026-05-30'],
    ['passes the end of a year by months', '2026-12-31', 'P14M', '2028-02-29'],
    ['passes the end of a year by days', '2026-12-31', 'P1D', '2027-01-01'],
    ['counts a leap day', '2028-02-28', 'P2D', '2028-03-01'],
    ['counts from the first years', '0000-02-29', 'P1Y', '0001-02-28'],
    ['ends with the calendar', '9999-12-31', 'P1D', '9999-12-31'],
  ])('%s', (_, date, minimum, last) => {
    expect(keptUntil({ ...tenYears, minimum }, { storedAt, date }, 'Europe/Berlin')).toBe(last);
  });

  it.each([
    ['Europe/Berlin', '2027-01-01'],
    ['America/New_York', '2026-12-31'],
    ['Pacific/Kiritimati', '2027-01-01'],
  ])('counts from the day on which the record was stored in %s', (zone, last) => {
    const oneDay: Keep = { ...tenYears, minimum: 'P1D', countsFrom: 'stored' };
    const record = { storedAt: '2026-12-30T23:30:00.000Z', date: '1990-01-01' };
    expect(keptUntil(oneDay, record, zone)).toBe(last);
  });

  it('is never earlier than the day it counts from, and later the longer the duty is', () => {
    const days = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, fc.constantFrom('Y', 'M', 'D'), fc.integer({ min: 1, max: 98 }), (date, unit, n) => {
        const last = (count: number) =>
          keptUntil({ ...tenYears, minimum: `P${count}${unit}` }, { storedAt, date }, 'UTC');
        expect(last(n) > date && last(n + 1) > last(n)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('of something that is no day is not made up', () => {
    expect(() => keptUntil(tenYears, { storedAt, date: '2026-02-30x' }, 'UTC')).toThrow(RangeError);
    expect(() =>
      keptUntil({ ...tenYears, countsFrom: 'stored' }, { storedAt: 'x', date: '' }, 'UTC'),
    ).toThrow(RangeError);
  });
});
