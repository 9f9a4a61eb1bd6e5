import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedReads,
  consentStateAt,
  consentStateForRequester,
  consentStates,
  requestStateAt,
  requestStateForRequester,
  requestStates,
} from '../../../../lambdas/domain/consents/consent.ts';
import { consent, day, from, now } from '../../../support/samples.ts';

const ended = consentStates.filter((state) => state !== 'active');
const reads = fc.oneof(
  fc.constantFrom('once' as const, 'unlimited' as const),
  fc.record({ times: fc.integer({ min: 2, max: 1000 }) }),
);

describe('a consent is live no longer', () => {
  it.each(ended)('once it is %s, whatever time and reads are left', (state) => {
    expect(consentStateAt(consent({ state }), 0, now)).toBe(state);
  });

  it('from the millisecond of its end on', () => {
    const ends = consent({ until: now });
    expect(consentStateAt(ends, 0, from(now, -1))).toBe('active');
    expect(consentStateAt(ends, 0, now)).toBe('expired');
    expect(consentStateAt(ends, 0, from(now, 1))).toBe('expired');
  });

  it('when its end was written without milliseconds, not even for the rest of that second', () => {
    const ends = consent({ until: '2026-11-24T10:00:00Z' });
    for (const later of [0, 1, 500, 999]) expect(consentStateAt(ends, 0, from(now, later))).toBe('expired');
  });

  it('when its end cannot be read', () => {
    expect(consentStateAt(consent({ until: '' }), 0, now)).toBe('expired');
  });

  it.each([
    ['once', 0, 'active'],
    ['once', 1, 'exhausted'],
    ['once', 2, 'exhausted'],
    [{ times: 3 }, 2, 'active'],
    [{ times: 3 }, 3, 'exhausted'],
    ['unlimited', 1_000_000, 'active'],
  ] as const)('when its reads (%j) are used up: %i of them is %s', (allowed, used, state) => {
    expect(consentStateAt(consent({ reads: allowed }), used, now)).toBe(state);
  });

  it('when its reads are limited and cannot be counted', () => {
    expect(consentStateAt(consent({ reads: 'once' }), Number.NaN, now)).toBe('exhausted');
  });

  it('and never comes to life again, with any later instant and any more reads', () => {
    fc.assert(
      fc.property(
        fc.record({
          state: fc.constantFrom(...consentStates),
          reads,
          until: fc.integer({ min: -99, max: 99 }),
        }),
        fc.nat(1100),
        fc.nat(1100),
        fc.nat(200),
        (drawn, used, more, later) => {
          const one = consent({ ...drawn, until: from(now, drawn.until) });
          const before = consentStateAt(one, used, now);
          const after = consentStateAt(one, used + more, from(now, later));
          if (before !== 'active') expect(after).not.toBe('active');
          if (one.state !== 'active') expect([before, after]).toEqual([one.state, one.state]);
        },
      ),
    );
  });
});

describe('the reads of a consent', () => {
  it('are one, so many, or without limit', () => {
    expect(allowedReads('once')).toBe(1);
    expect(allowedReads({ times: 7 })).toBe(7);
    expect(allowedReads('unlimited')).toBeUndefined();
  });
});

describe('a request', () => {
  const open = { state: 'pending', lapsesAt: now, sentAt: from(now, -day) } as const;

  it('left open lapses by itself, in the millisecond it says', () => {
    expect(requestStateAt(open, from(now, -1))).toBe('pending');
    expect(requestStateAt(open, now)).toBe('lapsed');
    expect(requestStateAt(open, from(now, 400 * day))).toBe('lapsed');
  });

  it('whose message never went out ends undelivered, and is no silence', () => {
    const unsent = { ...open, sentAt: undefined };
    expect(requestStateAt(unsent, from(now, -1))).toBe('pending');
    expect(requestStateAt(unsent, now)).toBe('undelivered');
  });

  it.each(['declined', 'not-for-me'] as const)(
    'marked %s is still open, and refused once it lapses',
    (mark) => {
      const marked = { ...open, provisional: mark };
      expect(requestStateAt(marked, from(now, -1))).toBe('pending');
      expect(requestStateAt(marked, now)).toBe('refused');
    },
  );

  it.each(requestStates.filter((state) => state !== 'pending'))(
    'that is %s stays so, before and after, whatever mark was left on it',
    (state) => {
      for (const at of [from(now, -1), now, from(now, day)]) {
        expect(requestStateAt({ ...open, state }, at)).toBe(state);
        expect(requestStateAt({ ...open, state, provisional: 'declined' }, at)).toBe(state);
      }
    },
  );
});

describe('what a requester is told', () => {
  it('makes refused and lapsed one state', () => {
    expect(requestStateForRequester('refused')).toBe('not-permitted');
    expect(requestStateForRequester('lapsed')).toBe('not-permitted');
    for (const state of ['pending', 'granted', 'undelivered', 'cancelled'] as const)
      expect(requestStateForRequester(state)).toBe(state);
  });

  it('is that a consent ended, never how', () => {
    expect(consentStateForRequester('active')).toBe('active');
    expect(new Set(ended.map(consentStateForRequester))).toEqual(new Set(['ended']));
  });
});
