import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPast } from '../../../lambdas/domain/instant.ts';
import { date, instant } from '../../../lambdas/domain/values.ts';

const at = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('9999-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('an instant has come', () => {
  it.each([
    ['2026-11-24T10:00:00.000Z', '2026-11-24T09:59:59.999Z', false],
    ['2026-11-24T10:00:00.000Z', '2026-11-24T10:00:00.000Z', true],
    ['2026-11-24T10:00:00.000Z', '2026-11-24T10:00:00.001Z', true],
  ])('of %s at %s: %s', (one, now, come) => {
    expect(isPast(one, now)).toBe(come);
  });

  // As texts, `…00Z` sorts after `…00.999Z`: what ends on the second would live for most of one more.
  it.each(['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.0Z', '2026-11-24T10:00:00.000000Z'])(
    'whatever the precision it was written with: %s',
    (written) => {
      expect(isPast(written, '2026-11-24T09:59:59.999Z')).toBe(false);
      expect(isPast(written, '2026-11-24T10:00:00.000Z')).toBe(true);
      expect(isPast(written, '2026-11-24T10:00:00.001Z')).toBe(true);
    },
  );

  it('when it is none: what ends then has ended', () => {
    for (const none of ['', 'never', 'undefined'])
      expect(isPast(none, '2026-11-24T10:00:00.000Z')).toBe(true);
    expect(isPast('2999-01-01T00:00:00.000Z', 'now')).toBe(true);
  });

  it('exactly when the clock says so', () => {
    fc.assert(
      fc.property(at, at, (one, other) => {
        expect(isPast(one.toISOString(), other.toISOString())).toBe(one.getTime() <= other.getTime());
      }),
    );
  });
});

describe('an instant from outside', () => {
  it.each([
    ['without a zone', '2026-11-24T10:00:00'],
    ['that its offset takes out of the calendar', '0000-01-01T00:00:00+01:00'],
    ['of an offset without minutes', '2026-11-24T10:00:00+01'],
    ['in small letters', '2026-11-24t10:00:00z'],
    ['without its seconds', '2026-11-24T10:00Z'],
    ['of a day that is not in the calendar', '2026-02-29T10:00:00Z'],
    ['of the 31st of June', '2026-06-31T10:00:00Z'],
    ['of hour 24', '2026-11-24T24:00:00Z'],
    ['of a leap second', '2026-12-31T23:59:60Z'],
    ['with a space for its T', '2026-11-24 10:00:00Z'],
    ['with a line break after it', '2026-11-24T10:00:00Z\n'],
    ['that is only a day', '2026-11-24'],
    ['that is text', 'tomorrow'],
    ['that is a number', 1_795_514_400],
  ])('%s is refused', (_, given) => {
    expect(instant.safeParse(given).success).toBe(false);
  });

  it.each([
    ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'],
    ['2026-11-24T10:00:00+00:00', '2026-11-24T10:00:00.000Z'],
    ['2027-01-01T00:30:00+01:00', '2026-12-31T23:30:00.000Z'],
    ['2026-11-24T10:00:00.5Z', '2026-11-24T10:00:00.500Z'],
    ['2026-11-24T10:00:00.123456Z', '2026-11-24T10:00:00.123Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is kept as %s, so that instants compare as texts', (given, kept) => {
    expect(instant.parse(given)).toBe(kept);
  });

  it('sorts as a text as it does in time', () => {
    fc.assert(
      fc.property(at, at, fc.boolean(), (one, other, short) => {
        const written = (date: Date) =>
          instant.parse(short ? date.toISOString().replace('.000Z', 'Z') : date.toISOString());
        expect(written(one) < written(other)).toBe(one.getTime() < other.getTime());
      }),
    );
  });
});

describe('a day from outside', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '24.11.2026', '2026-11-24T00:00:00Z', ''])(
    '"%s" is refused',
    (given) => {
      expect(date.safeParse(given).success).toBe(false);
    },
  );

  it.each(['2024-02-29', '2000-02-29', '2026-12-31'])('%s is accepted', (given) => {
    expect(date.parse(given)).toBe(given);
  });

  it('is a leap day only every fourth year, and of full centuries only every fourth', () => {
    expect(date.safeParse('1900-02-29').success).toBe(false);
    expect(date.safeParse('2100-02-29').success).toBe(false);
  });
});
