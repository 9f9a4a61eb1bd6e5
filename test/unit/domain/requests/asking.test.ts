import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Asking,
  blockBytesAtMost,
  blockDays,
  blocking,
  blockingAll,
  compact,
  isBlocked,
  nothingAsked,
  settled,
} from '../../../../lambdas/domain/requests/asking.ts';
import { day, from, now } from '../../../support/samples.ts';

const lab = (...fields: string[]) => [{ category: 'health.lab', fields }];
const asked = (asking: Asking, items = lab('value')): Asking => ({
  ...asking,
  open: { request: 'crq', items, lapsesAt: now, gate: 1, epoch: 1 },
});

describe('no means no', () => {
  it('for each field, up to the millisecond its block ends, and not for others', () => {
    const after = blocking(nothingAsked, lab('value', 'unit'), now);
    expect(isBlocked(after, lab('test', 'value'), from(now, blockDays * day - 1))).toBe(true);
    expect(isBlocked(after, lab('test', 'value'), from(now, blockDays * day))).toBe(false);
    expect(isBlocked(after, lab('test'), now)).toBe(false);
    expect(isBlocked(blockingAll(after, now), lab('test'), from(now, blockDays * day - 1))).toBe(true);
  });

  it('a block is never made shorter by an earlier one', () => {
    const late = blocking(nothingAsked, lab('value'), from(now, day));
    expect(blocking(late, lab('value'), now)).toEqual(late);
  });

  it('after two silences on the same field; a third alone is none', () => {
    const once = settled(asked(nothingAsked), 'silence', now);
    expect(isBlocked(once, lab('value'), now)).toBe(false);
    const twice = settled(asked(once, lab('value', 'unit')), 'silence', from(now, day));
    expect(isBlocked(twice, lab('value'), from(now, blockDays * day))).toBe(true);
    expect(isBlocked(twice, lab('unit'), from(now, day))).toBe(false);
  });

  it('after a provisional No, but not after an answer or what counts as no silence', () => {
    expect(isBlocked(settled(asked(nothingAsked), 'refusal', now), lab('value'), now)).toBe(true);
    expect(settled(asked(nothingAsked), undefined, now)).toEqual(nothingAsked);
  });

  it('for six months at least, whatever the day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        (no) => {
          const sixMonths = new Date(no);
          sixMonths.setUTCMonth(no.getUTCMonth() + 6);
          expect(no.getTime() + blockDays * day).toBeGreaterThanOrEqual(sixMonths.getTime());
        },
      ),
    );
  });
});

describe('what is stored of re-request blocks', () => {
  it('stays bounded after any number of refusals, and forgets no block but by blocking more', () => {
    let asking = nothingAsked;
    for (let no = 0; no < 300; no++) {
      const items = [
        { category: `c${no}`, fields: Array.from({ length: 200 }, (_, i) => `field-${i}-${no}`) },
      ];
      asking = compact(blocking(asking, items, now), now);
      expect(JSON.stringify(asking).length).toBeLessThan(blockBytesAtMost + 200);
      expect(isBlocked(asking, items, now)).toBe(true);
      expect(isBlocked(asking, [{ category: 'c0', fields: ['field-0-0'] }], now)).toBe(true);
    }
  });

  it('leaves out what is over', () => {
    const old = settled(asked(blocking(nothingAsked, lab('unit'), now)), 'silence', now);
    expect(compact(old, from(now, blockDays * day))).toEqual(nothingAsked);
  });
});
