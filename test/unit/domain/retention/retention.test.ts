import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noticesOf, purgeAtOf, windowOf } from '../../../../lambdas/domain/retention/retention.ts';
import { instant } from '../../../../lambdas/domain/values.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Niue',
];
const ms = (instant: string) => Date.parse(instant);
/** The local date as text, from the same zone data but another way than the code takes. */
const dateIn = (timeZone: string, instant: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant);
const dayAfter = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const instants = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2080-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('a retrieval window', () => {
  test.each(['', 'P', 'PT', 'P1M', 'P1Y', 'P1DT', 'P-1D', 'P1.5D', 'p1d', '30', 'P1D ', 'P1D1W'])(
    'that reads %j is refused',
    (text) => {
      expect(() => windowOf(text)).toThrow(RangeError);
    },
  );

  test('without a time part counts days of the calendar', () => {
    expect(windowOf('P30D')).toEqual({ kind: 'calendar', days: 30 });
    expect(windowOf('P2W1D')).toEqual({ kind: 'calendar', days: 15 });
  });

  test('with a time part is exact', () => {
    expect(windowOf('PT45S')).toEqual({ kind: 'exact', milliseconds: 45_000 });
    expect(windowOf('P1DT1H1M')).toEqual({ kind: 'exact', milliseconds: 90_060_000 });
  });
});

describe('the start of a purge', () => {
  test('is refused for an instant or a zone that is none', () => {
    expect(() => purgeAtOf('yesterday', 'P30D', 'Europe/Berlin')).toThrow(RangeError);
    expect(() => purgeAtOf('yesterday', 'PT1S', 'Europe/Berlin')).toThrow(RangeError);
    expect(() => purgeAtOf('2026-01-01T00:00:00.000Z', 'P30D', 'Europe/Nowhere')).toThrow(RangeError);
  });

  test.each([
    ['a plain month', '2026-06-01T10:00:00.000Z', 'Europe/Berlin', '2026-07-01T22:00:00.000Z'],
    ['clocks that go forward', '2026-03-01T12:00:00.000Z', 'Europe/Berlin', '2026-03-31T22:00:00.000Z'],
    ['clocks that go back', '2026-10-10T12:00:00.000Z', 'Europe/Berlin', '2026-11-09T23:00:00.000Z'],
    ['a leap day', '2028-01-31T12:00:00.000Z', 'Europe/Berlin', '2028-03-01T23:00:00.000Z'],
    ['no leap day', '2027-01-31T12:00:00.000Z', 'Europe/Berlin', '2027-03-02T23:00:00.000Z'],
    [
      'a local day that is not the UTC one',
      '2026-06-01T23:30:00.000Z',
      'Europe/Berlin',
      '2026-07-02T22:00:00.000Z',
    ],
    ['a day that the zone skipped', '2011-11-30T12:00:00.000Z', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    [
      'midnight that does not exist',
      '2018-10-04T12:00:00.000Z',
      'America/Sao_Paulo',
      '2018-11-04T03:00:00.000Z',
    ],
    ['midnight that comes twice', '2010-10-07T12:00:00.000Z', 'America/St_Johns', '2010-11-07T03:30:00.000Z'],
  ])('is the end of day D + 30 over %s', (_, endedAt, zone, expected) => {
    expect(purgeAtOf(endedAt, 'P30D', zone)).toBe(expected);
  });

  test('leaves all of day D + n and nothing after it, in any zone, for any end', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 400 }),
        (endedAt, zone, days) => {
          const purgeAt = ms(purgeAtOf(endedAt, `P${days}D`, zone));
          const last = dayAfter(dateIn(zone, ms(endedAt)), days);
          expect(dateIn(zone, purgeAt - 1) <= last).toBe(true);
          for (const later of [0, 1, 60_000, 3_600_000, 7_200_000, 86_400_000])
            expect(dateIn(zone, purgeAt + later) > last).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('leaves all of day D + 30 in every zone there is: at leap days, month ends and changes of clocks', () => {
    const ends = [
      '2028-01-30T12:00:00.000Z',
      '2028-02-29T23:59:59.999Z',
      '2027-02-26T00:00:00.000Z',
      '2026-12-31T23:30:00.000Z',
      '2026-02-27T02:30:00.000Z',
      '2026-09-26T01:00:00.000Z',
      '2026-10-02T15:30:00.000Z',
    ];
    for (const [i, zone] of Intl.supportedValuesOf('timeZone').entries()) {
      const endedAt = ends[i % ends.length] ?? '';
      const purgeAt = ms(purgeAtOf(endedAt, 'P30D', zone));
      const last = dayAfter(dateIn(zone, ms(endedAt)), 30);
      expect([zone, dateIn(zone, purgeAt - 1), dateIn(zone, purgeAt) > last]).toEqual([zone, last, true]);
    }
  });

  test('is the same instant for an end by a date with an offset, and for one in UTC', () => {
    const end = instant.parse('2027-03-27T23:30:00+01:00');
    expect(end).toBe('2027-03-27T22:30:00.000Z');
    expect(purgeAtOf(end, 'P30D', 'Europe/Berlin')).toBe('2027-04-26T22:00:00.000Z');
    expect(purgeAtOf(instant.parse('2027-03-28T00:30:00+01:00'), 'P30D', 'Europe/Berlin')).toBe(
      '2027-04-27T22:00:00.000Z',
    );
  });

  test('is never less than the days themselves, less one change of the clocks, after the end', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...zones.filter((zone) => zone !== 'Pacific/Apia')),
        (endedAt, zone) => {
          const days = (ms(purgeAtOf(endedAt, 'P30D', zone)) - ms(endedAt)) / 86_400_000;
          expect(days).toBeGreaterThan(30 - 1 / 24);
          expect(days).toBeLessThanOrEqual(31 + 1 / 24);
        },
      ),
    );
  });

  test('does not come earlier when a contract ends later', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.constantFrom(...zones),
        (end, more, zone) => {
          const later = new Date(ms(end) + more).toISOString();
          expect(purgeAtOf(later, 'P30D', zone) >= purgeAtOf(end, 'P30D', zone)).toBe(true);
        },
      ),
    );
  });

  test('is exactly the window later when it has a time part, whatever the clocks do', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.constantFrom(...zones),
        (end, length, zone) => {
          expect(ms(purgeAtOf(end, `PT${length}S`, zone)) - ms(end)).toBe(length * 1000);
        },
      ),
    );
  });
});

describe('warnings to the admins before a purge', () => {
  test('that would lie before the contract ended are skipped', () => {
    expect(noticesOf('2026-06-01T00:00:00Z', '2026-06-01T00:00:45.000Z')).toEqual([]);
    expect(noticesOf('2026-06-01T00:00:00.000Z', '2026-06-05T00:00:00.000Z').map(({ days }) => days)).toEqual(
      [3, 1],
    );
  });

  test('come 14, 3 and 1 days before it, earliest first', () => {
    expect(noticesOf('2026-06-01T10:00:00.000Z', '2026-07-01T22:00:00.000Z')).toEqual([
      { days: 14, at: '2026-06-17T22:00:00.000Z' },
      { days: 3, at: '2026-06-28T22:00:00.000Z' },
      { days: 1, at: '2026-06-30T22:00:00.000Z' },
    ]);
  });
});
