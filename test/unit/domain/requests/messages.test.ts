import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  counted,
  goesOutAt,
  leavesTime,
  type MessageSent,
} from '../../../../lambdas/domain/requests/messages.ts';
import { day, from, now } from '../../../support/samples.ts';

describe('messages about requests', () => {
  it('are at most three in any 24 hours, whatever comes when, and each goes out in the end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: day }), { minLength: 1, maxLength: 20 }), (gaps) => {
        let sent: MessageSent[] = [];
        const times: number[] = [];
        let at = now;
        for (const [i, gap] of gaps.entries()) {
          at = from(at, gap);
          const goesOut = goesOutAt(sent, `mal_${i}`, undefined, at);
          at = goesOut;
          expect(goesOutAt(sent, `mal_${i}`, undefined, at)).toBe(at);
          sent = counted(sent, `mal_${i}`, at);
          times.push(Date.parse(at));
          expect(times.filter((one) => one > Date.parse(at) - day).length).toBeLessThanOrEqual(3);
          expect(sent.length).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  it('wait for the end of the days after a change of address, and are not counted twice when tried again', () => {
    const quiet = from(now, 3 * day);
    expect(goesOutAt([], 'mal_1', quiet, now)).toBe(quiet);
    expect(goesOutAt([], 'mal_1', now, from(now, 1))).toBe(from(now, 1));
    const sent = counted(counted([], 'mal_1', now), 'mal_1', from(now, 1));
    expect(sent).toEqual([{ mail: 'mal_1', at: from(now, 1) }]);
  });

  it('leave three days to answer', () => {
    expect(leavesTime(now, from(now, 3 * day))).toBe(true);
    expect(leavesTime(now, from(now, 3 * day - 1))).toBe(false);
  });
});
