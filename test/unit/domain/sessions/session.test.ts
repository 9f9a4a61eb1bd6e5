import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mailsAnHour,
  masked,
  oneMoreWithinHour,
  referenceOf,
} from '../../../../lambdas/domain/sessions/session.ts';

const now = '2026-11-23T12:00:00.000Z';
const minutesAgo = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();

describe('mails within an hour', () => {
  it('are three at most, and the wait is told in whole seconds', () => {
    expect(oneMoreWithinHour([minutesAgo(50), minutesAgo(20), minutesAgo(10)], now)).toEqual({
      allowed: false,
      retryAfter: 600,
    });
    expect(oneMoreWithinHour([minutesAgo(60), minutesAgo(20), minutesAgo(10)], now)).toEqual({
      allowed: true,
      recent: [minutesAgo(20), minutesAgo(10)],
    });
  });

  it('never exceed the limit, whenever they are asked for', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 90 * 60_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(gaps, (steps) => {
        let at = Date.parse(now);
        let stored: readonly string[] = [];
        const sent: number[] = [];
        for (const step of steps) {
          at += step;
          const instant = new Date(at).toISOString();
          const next = oneMoreWithinHour(stored, instant);
          if (!next.allowed) continue;
          stored = [...next.recent, instant];
          sent.push(at);
        }
        for (const [i, instant] of sent.entries()) {
          const fourth = sent[i + mailsAnHour];
          if (fourth !== undefined) expect(fourth - instant).toBeGreaterThanOrEqual(3_600_000);
        }
      }),
    );
  });

  it('are allowed again after exactly the wait that was told', () => {
    const sent = [minutesAgo(59), minutesAgo(1), minutesAgo(0)];
    const refused = oneMoreWithinHour(sent, now);
    if (refused.allowed) throw new Error('expected a refusal');
    const later = new Date(Date.parse(now) + refused.retryAfter * 1000).toISOString();
    expect(oneMoreWithinHour(sent, later).allowed).toBe(true);
  });
});

describe('a masked address', () => {
  it.each([
    ['erika.brandt@example.org', 'e…@example.org'],
    ['a@example.org', '…@example.org'],
    ['ab@example.org', 'a…@example.org'],
    ['"odd@name"@example.org', '"…@example.org'],
  ])('of %s is %s', (email, expected) => {
    expect(masked(email)).toBe(expected);
  });
});

describe('the reference of a request on the page', () => {
  it('is eight digits that people can compare', () => {
    expect(referenceOf(`crq_${'0'.repeat(56)}e19b52f3`)).toBe('E19B-52F3');
  });
});
