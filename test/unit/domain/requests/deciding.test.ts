import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../../lambdas/domain/problems.ts';
import type { RequestTerms } from '../../../../lambdas/domain/requests/admission.ts';
import {
  type DecidedUnder,
  type Grant,
  type Granted,
  narrow,
} from '../../../../lambdas/domain/requests/deciding.ts';
import type { NamedItem, Period, Reads } from '../../../../lambdas/domain/requests/request.ts';
import { allItems, categories, from, lab, notice, now } from '../../../support/samples.ts';

const hour = 60 * 60 * 1000;
const until = from(now, 100 * hour);
const asked: RequestTerms = {
  items: allItems,
  period: { from: '2025-01-01', to: '2026-06-30' },
  reads: { times: 5 },
  until,
  recipients: ['labor-sued', 'klinik-west'],
};
const whole: Grant = {
  choice: 'grant',
  items: [
    { category: 'contact', fields: ['name', 'street', 'city'] },
    { category: 'health.lab', fields: ['test', 'value', 'unit', 'note'], explicit: true },
  ],
  until,
  reads: { times: 5 },
  shownHash: 'ab'.repeat(32),
  language: 'de',
};
const under: DecidedUnder = { categories, notice, assurance: 'link+code', now };

function refusal(grant: Grant, ask = asked, measure = under) {
  try {
    narrow(ask, grant, measure);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.code, ...(error.errors ?? []).map((fault) => fault.pointer)];
  }
}
const withItems = (...items: Grant['items']): Grant => ({ ...whole, items });

describe('a grant is refused', () => {
  it.each<[string, Grant, string[]]>([
    ['for a category not asked for', withItems({ category: 'other', fields: ['x'] }), ['/items/0/category']],
    [
      'for a field not asked for',
      withItems({ category: 'contact', fields: ['name', 'phone'] }),
      ['/items/0/fields/1'],
    ],
    [
      'for a category named twice',
      withItems({ category: 'contact', fields: ['name'] }, { category: 'contact', fields: ['city'] }),
      ['/items/1/category'],
    ],
    [
      'for a special category without its own explicit statement',
      withItems({ category: 'health.lab', fields: ['test'] }),
      ['/items/0/explicit'],
    ],
    ['for longer, by a millisecond', { ...whole, until: from(until, 1) }, ['/until']],
    ['when it would end now', { ...whole, until: now }, ['/until']],
    ['when it would have ended', { ...whole, until: from(now, -1) }, ['/until']],
    ['for one read more', { ...whole, reads: { times: 6 } }, ['/reads']],
    ['for reads without limit', { ...whole, reads: 'unlimited' }, ['/reads']],
    ['for a day before', { ...whole, period: { from: '2024-12-31' } }, ['/period']],
    ['for a day after', { ...whole, period: { to: '2026-07-01' } }, ['/period']],
    ['for a time that begins after the asked one', { ...whole, period: { from: '2026-07-01' } }, ['/period']],
    ['for another recipient', { ...whole, recipients: ['labor-sued', 'x'] }, ['/recipients/1']],
  ])('%s', (_, grant, pointers) => {
    expect(refusal(grant)).toEqual(['invalid-request', ...pointers]);
  });

  it('with every fault named, not only the first', () => {
    const more: Grant = { ...whole, until: now, reads: 'unlimited', recipients: ['x'] };
    expect(refusal(more)).toEqual(['invalid-request', '/until', '/reads', '/recipients/0']);
  });

  it('when the mailbox is not enough for a special category and no officer has accepted it', () => {
    const { linkCodeAcceptance: _, ...strict } = notice;
    expect(refusal(whole, asked, { ...under, notice: strict })).toEqual(['conflict']);
    expect(refusal(whole, asked, { ...under, notice: strict, assurance: 'desk' })).toBeUndefined();
  });

  it('for a category that is not there any more, whose sensitivity nobody knows', () => {
    const gone = { ...under, categories: { 'health.lab': lab } };
    expect(refusal(withItems({ category: 'contact', fields: ['name'] }), asked, gone)).toEqual([
      'invalid-request',
      '/items/0/explicit',
    ]);
    const explicit = withItems({ category: 'contact', fields: ['name'], explicit: true });
    expect(refusal(explicit, asked, gone)).toEqual(['conflict']);
  });
});

describe('what is granted', () => {
  it('is all that was requested, and blocks nothing, when all is granted', () => {
    expect(narrow(asked, whole, under)).toEqual({ ...asked, blocked: [] });
  });

  it('has the period and recipients of the request where none are given', () => {
    const { period, recipients } = narrow(asked, { ...whole, period: {} }, under);
    expect({ period, recipients }).toEqual({ period: asked.period, recipients: asked.recipients });
  });

  it('names each recipient once', () => {
    const recipients = ['labor-sued', 'labor-sued'];
    expect(narrow(asked, { ...whole, recipients }, under).recipients).toEqual(['labor-sued']);
  });

  it('has no period when neither names one', () => {
    const { period: _, ...open } = asked;
    const since = { from: '2026-01-01' };
    expect('period' in narrow(open, whole, under)).toBe(false);
    expect(narrow(open, { ...whole, period: since }, under).period).toEqual(since);
  });

  it.each<[string, Partial<Grant>]>([
    ['ends earlier', { until: from(until, -1) }],
    ['may be read less often', { reads: { times: 4 } }],
    ['may be read once', { reads: 'once' }],
    ['begins a day later', { period: { from: '2025-01-02' } }],
    ['ends a day earlier', { period: { to: '2026-06-29' } }],
    ['goes to fewer', { recipients: ['labor-sued'] }],
  ])('blocks everything that was requested when it %s', (_, less) => {
    expect(narrow(asked, { ...whole, ...less }, under).blocked).toEqual(allItems);
  });

  it('blocks just the fields that were taken away', () => {
    const less = withItems({ category: 'health.lab', fields: ['test', 'value', 'unit'], explicit: true });
    expect(narrow(asked, less, under).blocked).toEqual([
      { category: 'contact', fields: ['name', 'street', 'city'] },
      { category: 'health.lab', fields: ['note'] },
    ]);
  });
});

const days = fc.constantFrom('2025-01-01', '2025-06-01', '2026-01-01', '2026-06-01');
const periods = fc.option(
  fc.record({ from: days, to: days }, { requiredKeys: [] }).filter((p) => !p.from || !p.to || p.from <= p.to),
  { nil: undefined },
);
const reads: fc.Arbitrary<Reads> = fc.oneof(
  fc.constantFrom<Reads>('once', 'unlimited'),
  fc.record({ times: fc.integer({ min: 2, max: 4 }) }),
);
const someItems = (more: readonly string[]) =>
  fc.uniqueArray(
    fc.constantFrom(...Object.keys(categories), ...more).chain((category) => {
      const known = allItems.find((item) => item.category === category)?.fields ?? [];
      return fc.record({
        category: fc.constant(category),
        fields: fc.subarray([...known, ...more], { minLength: more.length + known.length > 0 ? 1 : 0 }),
      });
    }),
    { selector: (item) => item.category, minLength: 1, maxLength: 3 },
  );
const untils = fc.integer({ min: -2, max: 4 }).map((hours) => from(now, hours * hour));
const recipients = (codes: readonly string[]) => fc.subarray([...codes], { minLength: 1 });
const asks: fc.Arbitrary<RequestTerms> = fc.record({
  items: someItems([]),
  period: periods,
  reads,
  until: untils,
  recipients: recipients(['labor-sued', 'klinik-west']),
});
const grants: fc.Arbitrary<Grant> = fc.record({
  choice: fc.constant('grant' as const),
  items: fc
    .oneof(someItems([]), someItems(['x']))
    .chain((items) =>
      fc.tuple(
        ...items.map((item) =>
          fc.boolean().map((ticked) => (ticked ? { ...item, explicit: true as const } : item)),
        ),
      ),
    ),
  period: periods,
  reads,
  until: untils,
  recipients: fc.option(recipients(['labor-sued', 'klinik-west', 'x']), { nil: undefined }),
  shownHash: fc.constant('ab'.repeat(32)),
  language: fc.constant('de' as const),
});

const count = (given: Reads) => (given === 'unlimited' ? 9999 : given === 'once' ? 1 : given.times);
const fieldsOf = (items: readonly NamedItem[]) =>
  items.flatMap((i) => i.fields.map((f) => `${i.category}/${f}`));
const isWithin = (inner: readonly string[], outer: readonly string[]) =>
  inner.every((one) => outer.includes(one));
const daysWithin = (inner: Period = {}, outer: Period = {}) =>
  (inner.from ?? '') >= (outer.from ?? '') && (inner.to ?? '9') <= (outer.to ?? '9');

/** The rule itself, written a second time: does this go beyond nothing that was asked? */
function isLess(ask: RequestTerms, given: Grant): boolean {
  const period = { ...ask.period, ...given.period };
  return (
    isWithin(fieldsOf(given.items), fieldsOf(ask.items)) &&
    given.items.every((item) => item.explicit || item.category === 'contact') &&
    given.until <= ask.until &&
    given.until > now &&
    count(given.reads) <= count(ask.reads) &&
    isWithin(given.recipients ?? [], ask.recipients) &&
    daysWithin(period, ask.period) &&
    (period.from ?? '') <= (period.to ?? '9')
  );
}

describe('whatever is requested and whatever is granted', () => {
  const drawn = (check: (ask: RequestTerms, grant: Grant, made: Granted | undefined) => void) =>
    fc.assert(
      fc.property(asks, grants, (ask, grant) => {
        check(ask, grant, refusal(grant, ask) === undefined ? narrow(ask, grant, under) : undefined);
      }),
      { numRuns: 2000 },
    );

  it('a grant never exceeds the request: no field, no day, no read, no hour, no recipient more', () => {
    drawn((ask, _, made) => {
      if (!made) return;
      expect(isWithin(fieldsOf(made.items), fieldsOf(ask.items))).toBe(true);
      expect(made.items.length).toBeGreaterThan(0);
      expect(daysWithin(made.period, ask.period)).toBe(true);
      expect(count(made.reads)).toBeLessThanOrEqual(count(ask.reads));
      expect(made.until <= ask.until && made.until > now).toBe(true);
      expect(isWithin(made.recipients, ask.recipients)).toBe(true);
    });
  });

  it('a grant never exceeds what the individual ticked, and has a special category only with its explicit statement', () => {
    drawn((_, grant, made) => {
      expect(isWithin(fieldsOf(made?.items ?? []), fieldsOf(grant.items))).toBe(true);
      for (const { category } of made?.items ?? [])
        if (category === 'health.lab')
          expect(grant.items.find((item) => item.category === category)?.explicit).toBe(true);
    });
  });

  it('all or less is always accepted, and anything more never', () => {
    drawn((ask, grant, made) => expect(made !== undefined).toBe(isLess(ask, grant)));
  });

  it('what was requested is either granted or blocked, and nothing else is blocked', () => {
    drawn((ask, _, made) => {
      if (!made) return;
      const blocked = fieldsOf(made.blocked);
      expect(isWithin(blocked, fieldsOf(ask.items))).toBe(true);
      expect(isWithin(fieldsOf(ask.items), [...fieldsOf(made.items), ...blocked])).toBe(true);
    });
  });
});
