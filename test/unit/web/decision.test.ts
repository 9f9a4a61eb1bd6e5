import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestTerms } from '../../../lambdas/domain/requests/admission.ts';
import { narrow } from '../../../lambdas/domain/requests/deciding.ts';
import type { Period, Reads } from '../../../lambdas/domain/requests/request.ts';
import { shownOf } from '../../../lambdas/domain/wording/shown.ts';
import { lastDayIn } from '../../../web/session/days.ts';
import { type Grant, grantOf, shorterEnds } from '../../../web/session/decision.ts';
import { type Draft, emptyDraft } from '../../../web/session/draft.ts';
import { allItems, categories, day, from, notice, now } from '../../support/samples.ts';

const asked: RequestTerms = {
  items: allItems,
  period: { from: '2025-01-01', to: '2026-06-30' },
  reads: { times: 5 },
  until: from(now, 90 * day),
  recipients: ['labor-sued', 'klinik-west'],
};

/** An ask as the page gets it. */
const pageOf = (content: RequestTerms = asked) => ({
  shown: shownOf(
    {
      organisation: 'labor-sued',
      content,
      notice,
      organisations: {},
      categories,
      timeZone: 'Europe/Berlin',
    },
    'de',
  ),
  shownHash: 'ab'.repeat(32),
});
const page = pageOf();
const at = { now: Date.parse(now), timeZone: 'Europe/Berlin' };

/** A draft with everything ticked that can be, but for what is said otherwise. */
function draft(over: Partial<Draft> = {}): Draft {
  return {
    ...emptyDraft('crq_1'),
    choice: 'part',
    fields: new Map(allItems.map(({ category, fields }) => [category, new Set(fields)])),
    explicit: new Set(['health.lab']),
    recipients: new Set(['labor-sued', 'klinik-west']),
    end: 'asked',
    reads: 'asked',
    ...over,
  };
}

function faultsOf(over: Partial<Draft>, of = page): string[] {
  const result = grantOf(draft(over), of, at);
  return Array.isArray(result) ? result.map(({ field }) => field) : [];
}

function granted(over: Partial<Draft>, of = page): Grant {
  const result = grantOf(draft(over), of, at);
  if (Array.isArray(result)) throw new Error(result.map(({ field }) => field).join());
  return result;
}

describe('an empty draft', () => {
  it('means nothing: no data, no end and no number are preselected', () => {
    const result = grantOf({ ...emptyDraft('crq_1'), choice: 'part' }, page, at);
    expect(Array.isArray(result) && result.map(({ field }) => field)).toEqual([
      'items',
      'receivers',
      'end',
      'reads',
    ]);
  });

  it('answered with Yes still lacks the explicit statement of each special category', () => {
    const result = grantOf({ ...emptyDraft('crq_1'), choice: 'all' }, page, at);
    expect(result).toEqual([
      { field: 'explicit-health.lab', key: 'check.fault.explicit', category: 'health.lab' },
    ]);
  });
});

describe('a draft is sent back', () => {
  it.each<[string, Partial<Draft>, string[]]>([
    ['without any field', { fields: new Map() }, ['items']],
    ['without the statement of a special category', { explicit: new Set() }, ['explicit-health.lab']],
    ['without a receiver where there are several', { recipients: new Set() }, ['receivers']],
    ['with an end in the past', { end: 'day', day: '2026-11-01' }, ['day']],
    ['with an end later than asked', { end: 'day', day: '2027-06-01' }, ['day']],
    ['with an end that is no day', { end: 'day', day: 'soon' }, ['day']],
    ['with more reads than asked', { reads: 'times', times: '6' }, ['times']],
    ['with half a read', { reads: 'times', times: '2.5' }, ['times']],
    ['with no number of reads', { reads: 'times', times: '' }, ['times']],
    ['with data from before what was asked', { from: '2024-12-31' }, ['period']],
    ['with data from after what was asked', { to: '2026-07-01' }, ['period']],
    ['with a period that ends before it begins', { from: '2026-02-02', to: '2026-02-01' }, ['period']],
  ])('%s', (_, over, fields) => {
    expect(faultsOf(over)).toEqual(fields);
  });
});

describe('a grant', () => {
  it('names exactly the ticked fields, and leaves out categories without any', () => {
    const { items } = granted({ fields: new Map([['health.lab', new Set(['value', 'test'])]]) });
    expect(items).toEqual([{ category: 'health.lab', fields: ['test', 'value'], explicit: true }]);
  });

  it('needs no explicit statement for a category that is not granted', () => {
    const fields = new Map([['contact', new Set(['name'])]]);
    expect(granted({ fields, explicit: new Set() }).items).toEqual([
      { category: 'contact', fields: ['name'] },
    ]);
  });

  it('of a part has the days that were chosen, and only the receivers that were left', () => {
    const period = { from: '2026-01-01', to: '2026-02-01' };
    const recipients = ['labor-sued'];
    expect(granted({ ...period, recipients: new Set(recipients) })).toMatchObject({ period, recipients });
    expect(granted({ from: '2026-01-01' }).period).toEqual({ from: '2026-01-01' });
  });

  it('of everything is what was requested, whatever was ticked for a part before', () => {
    const grant = granted({
      choice: 'all',
      fields: new Map(),
      end: 'week',
      reads: 'once',
      from: '2026-01-01',
    });
    expect(grant).toMatchObject({ until: asked.until, reads: asked.reads, items: [{}, {}] });
    expect(grant).not.toHaveProperty('period');
    expect(grant).not.toHaveProperty('recipients');
  });

  it('until the last day requested ends when the request does, not at midnight', () => {
    const last = lastDayIn(asked.until, at.timeZone);
    expect(granted({ end: 'day', day: last }).until).toBe(asked.until);
    // At midnight in Berlin, the last day is the one before.
    const midnight = pageOf({ ...asked, until: '2027-01-31T23:00:00Z' });
    expect(granted({ end: 'day', day: '2027-01-31' }, midnight).until).toBe('2027-01-31T23:00:00Z');
    expect(faultsOf({ end: 'day', day: '2027-02-01' }, midnight)).toEqual(['day']);
  });

  it('until a day ends with that day where the data are kept, whatever the clock of the phone says', () => {
    expect(granted({ end: 'day', day: '2026-12-24' }).until).toBe('2026-12-24T22:59:59.000Z');
  });

  it('never goes beyond the request, whatever was ticked and typed', () => {
    const subset = (values: readonly string[]) => fc.subarray([...values]).map((some) => new Set(some));
    const dayOf = fc
      .date({ min: new Date('2024-06-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const drafts = fc.record({
      choice: fc.constantFrom('part' as const, 'all' as const),
      fields: fc
        .tuple(...allItems.map(({ fields }) => subset(fields)))
        .map((sets) => new Map(allItems.map(({ category }, i) => [category, sets[i] ?? new Set<string>()]))),
      explicit: subset(['health.lab']),
      recipients: subset(asked.recipients),
      end: fc.constantFrom('week' as const, 'month' as const, 'day' as const, 'asked' as const),
      day: fc.oneof(dayOf, fc.constant('')),
      reads: fc.constantFrom('once' as const, 'times' as const, 'asked' as const),
      times: fc.oneof(fc.integer({ min: -1, max: 1100 }).map(String), fc.string({ maxLength: 4 })),
      from: fc.oneof(dayOf, fc.constant('')),
      to: fc.oneof(dayOf, fc.constant('')),
    });
    const asks = fc.record({
      reads: fc.constantFrom<Reads>('once', 'unlimited', { times: 2 }, { times: 7 }),
      period: fc.constantFrom<Period | undefined>(undefined, { from: '2025-01-01' }, { to: '2026-06-30' }),
      recipients: fc.constantFrom(['labor-sued'], ['labor-sued', 'klinik-west']),
      until: fc.integer({ min: 1, max: 179 }).map((days) => from(now, days * day)),
    });
    fc.assert(
      fc.property(drafts, asks, (over, terms) => {
        const content: RequestTerms = { ...asked, ...terms };
        const result = grantOf(draft(over), pageOf(content), at);
        if (Array.isArray(result)) return;
        // The rule of the deciding function itself: it throws for anything that was not asked.
        narrow(content, result, { categories, notice, assurance: 'link+code', now });
      }),
      { numRuns: 500 },
    );
  });
});

describe('the shorter ends on offer', () => {
  it('lie before the requested end, shortest first', () => {
    expect(shorterEnds(page.shown, at).map(({ end }) => end)).toEqual(['week', 'month']);
    expect(shorterEnds({ until: from(now, 20 * day) }, at).map(({ end }) => end)).toEqual(['week']);
    expect(shorterEnds({ until: from(now, 3 * day) }, at)).toEqual([]);
  });

  it('of a month ends on the last day of a shorter one', () => {
    const january = { ...at, now: Date.parse('2027-01-31T12:00:00Z') };
    const month = shorterEnds({ until: '2027-12-31T00:00:00Z' }, january).find(({ end }) => end === 'month');
    expect(month?.until).toBe('2027-02-28T22:59:59.000Z');
  });
});
