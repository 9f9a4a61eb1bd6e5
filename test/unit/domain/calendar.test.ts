import { describe, expect, it } from 'vitest';
import { endOfLocalDate, localDateOf } from '../../../lambdas/domain/calendar.ts';

describe('a local day that is named', () => {
  it.each([
    ['UTC', '2026-11-03', '2026-11-04T00:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T23:00:00.000Z'],
    ['America/Sao_Paulo', '2018-11-03', '2018-11-04T03:00:00.000Z'],
    ['Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00.000Z'],
    ['Europe/Berlin', '2028-02-29', '2028-02-29T23:00:00.000Z'],
  ])('in %s, %s, ends at %s, and not a millisecond earlier', (zone, day, end) => {
    expect(endOfLocalDate(day, zone)).toBe(end);
    expect(localDateOf(Date.parse(end) - 1, zone)).toBe(day);
    expect(localDateOf(Date.parse(end), zone) > day).toBe(true);
  });

  it('that is none has no end', () => {
    expect(() => endOfLocalDate('soon', 'UTC')).toThrow(RangeError);
    expect(() => endOfLocalDate('2026-11-03', 'Mars/Olympus')).toThrow(RangeError);
  });
});
