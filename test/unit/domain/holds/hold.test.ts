import { describe, expect, it } from 'vitest';
import { checkHoldUntil, holdNoticeDue, lookAtHold } from '../../../../lambdas/domain/holds/hold.ts';
import { Problem } from '../../../../lambdas/domain/problems.ts';

const day = 24 * 60 * 60 * 1000;
const now = '2028-02-01T10:00:00.000Z';
const at = (days: number, more = 0) => new Date(Date.parse(now) + days * day + more).toISOString();

function refused(until: string, before?: string): string {
  try {
    checkHoldUntil(until, before === undefined ? undefined : { until: before }, now);
  } catch (error) {
    if (error instanceof Problem) return error.code;
  }
  return 'taken';
}

describe('the end of a legal hold', () => {
  it.each([
    ['is not in the past', at(0), undefined, 'invalid-request'],
    ['is within 366 days', at(366), undefined, 'taken'],
    ['is not later', at(366, 1), undefined, 'invalid-request'],
    ['is not brought forward by one person', at(5), at(6), 'conflict'],
    ['may be said again', at(6), at(6), 'taken'],
    ['may be put off', at(7), at(6), 'taken'],
    ['does not depend on a hold that is over', at(5), at(-1), 'taken'],
  ])('%s', (_, until, before, expected) => {
    expect(refused(until, before)).toBe(expected);
  });
});

describe('notices of its end', () => {
  const hold = { setAt: now, until: at(30) };
  it('are 14 and 3 days before, and then the end is looked at', () => {
    expect(lookAtHold(hold)).toBe(at(16));
    expect(lookAtHold({ ...hold, noticed: 14 })).toBe(at(27));
    expect(lookAtHold({ ...hold, noticed: 3 })).toBe(at(30));
  });

  it('are given once each, and only the last of those that were missed together', () => {
    expect(holdNoticeDue(hold, at(15))).toBeUndefined();
    expect(holdNoticeDue(hold, at(16))).toBe(14);
    expect(holdNoticeDue({ ...hold, noticed: 14 }, at(20))).toBeUndefined();
    expect(holdNoticeDue(hold, at(28))).toBe(3);
    expect(holdNoticeDue({ ...hold, noticed: 3 }, at(29))).toBeUndefined();
  });

  it('are not for days that lie before it was set', () => {
    expect(lookAtHold({ setAt: now, until: at(10) })).toBe(at(7));
    expect(lookAtHold({ setAt: now, until: at(2) })).toBe(at(2));
  });
});
