import '../support/in-process/two-shards.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { categories, laborSued, notice as publishedNotice } from '../../local/demo/praxis-nord.ts';
import type { Got } from '../support/in-process/call.ts';
import { grantOf, type Shown } from '../support/scenario/bodies.ts';
import { anna, openScenario, otto, paul, type Scenario, ute } from '../support/scenario/in-process.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await openScenario();
}, 120_000);

/** What all parties share: an individual with data, a consent, a pending request, and a requester of their own. */
async function story() {
  const individual = await scenario.enrol();
  await scenario.store(individual, lab, lab);
  const requester = await scenario.member(scenario.tenant, `r-${individual}`, {
    roles: ['requester'],
    organisation: 'labor-sued',
  });
  const granted = await scenario.grant(await scenario.request(individual, {}, requester));
  const pending = await scenario.request(individual, {}, otto);
  return {
    individual,
    requester,
    consent: granted.consent,
    pending,
    page: granted.call,
    made: [] as string[],
  };
}
type Story = Awaited<ReturnType<typeof story>>;
type Act = (of: Story) => Promise<Got>;

const lab = {
  category: 'health.lab',
  date: '2026-10-01',
  fields: { test: 'HbA1c', loinc: '4548-4', value: 6.1, unit: '%' },
};
const times = fc.constantFrom(1, 3, 12);
const letters = fc.constantFrom('a', 'x.y', 'health.lab', 'health.lab.a');
const text = fc.constantFrom('ä', 'A note', '\u{1f9ea} '.repeat(60).trim());
let news = 0;

/** Repeats an act; what it answers is its caller's own, as long as it is an answer. */
const repeated = (count: number, act: (of: Story, i: number) => Promise<Got>): Act[] =>
  Array.from({ length: count }, (_, i) => (of: Story) => act(of, i));

/** Reads of ten codes each, most of them of the requester's own making: none of those is in the catalogue. */
const reads = (count: number, code: string, consented: boolean): Act[] =>
  repeated(count, ({ individual, requester }) => {
    const madeUp = Array.from({ length: 9 }, () => `${code}-${++news}`);
    const wanted = consented ? ['health.lab', ...madeUp] : [...madeUp, 'contact'];
    return scenario.disclosures('disclosure.create', {
      as: requester,
      body: { individualId: individual, purpose: 'MedicalHealth', categories: wanted },
    });
  });

/** What one party may do, as many times as it likes. */
const parties: Readonly<Record<string, fc.Arbitrary<readonly Act[]>>> = {
  requester: fc.oneof(
    fc.tuple(times, letters, fc.boolean()).map(([count, code, consented]) => reads(count, code, consented)),
    fc.record({ count: times, message: text, several: fc.boolean() }).map(({ count, message, several }) =>
      repeated(count, async ({ individual, requester, made }) => {
        const items = several
          ? [{ category: 'health.lab' }, { category: 'contact' }]
          : [{ category: 'contact' }];
        const body = scenario.requestBody(individual, { items, message });
        const got = await scenario.consents('request.create', { as: requester, body });
        if (got.status === 201) made.push(String(got.body.id));
        return got;
      }),
    ),
    times.map((count) =>
      repeated(count, ({ requester, made, pending }) =>
        scenario.consents('request.cancel', { as: requester, path: { request: made.pop() ?? pending } }),
      ),
    ),
    times.map((count) =>
      repeated(count, ({ requester, made, pending }) =>
        scenario.consents('request.remind', {
          as: requester,
          path: { request: made.at(-1) ?? pending },
          body: {},
        }),
      ),
    ),
  ),
  provider: fc.oneof(
    fc
      .record({ count: fc.constantFrom(1, 3), note: text, marked: fc.boolean() })
      .map(({ count, note, marked }) =>
        repeated(count, ({ individual }) => {
          const marking = { kind: 'after-talk', reason: 'to be discussed', reviewer: 'Dr. Ada Meyer' };
          const one = {
            ...lab,
            fields: { ...lab.fields, note: note.repeat(40) },
            ...(marked && { marking }),
          };
          return scenario.records('record.batch', {
            path: { individual },
            body: { records: Array(25).fill(one) },
          });
        }),
      ),
    text.map((name) =>
      repeated(1, ({ individual }) =>
        scenario.records('individual.update', { path: { individual }, body: { contact: { name } } }),
      ),
    ),
  ),
  admin: fc.oneof(
    fc.record({ count: times, label: text }).map(({ count, label }) =>
      repeated(count, () =>
        scenario.call('category.set', {
          as: anna,
          path: { ...scenario.path, category: `new.${++news}` },
          body: { ...categories.contact, plain: { de: label, en: label } },
        }),
      ),
    ),
    text.map((name) =>
      repeated(3, (_, i) =>
        scenario.call('organisation.set', {
          as: anna,
          path: { ...scenario.path, organisation: i === 0 ? 'labor-sued' : `new-${++news}` },
          body: { ...laborSued, legalName: `${name} ${i}` },
        }),
      ),
    ),
    times.map((count) =>
      repeated(count, () =>
        scenario.call('notice.publish', {
          as: anna,
          path: scenario.path,
          body: { content: publishedNotice },
        }),
      ),
    ),
    fc.constant(
      repeated(1, ({ consent }) =>
        scenario.consents('consent.revoke', { as: anna, path: { consent }, body: { reason: 'by mistake' } }),
      ),
    ),
  ),
  individual: fc.constantFrom(
    repeated(12, ({ page, consent }) => page('my-consent.withdraw', { path: { consent }, body: {} })),
    repeated(3, ({ page, pending }) =>
      page('request.decide', { path: { request: pending }, body: { choice: 'refuse', tellReason: true } }),
    ),
    repeated(2, async ({ page, pending }) => {
      const { body } = await page('request.show', { path: { request: pending } });
      return page('request.decide', {
        path: { request: pending },
        body: grantOf(body as unknown as Shown, ['note', 'interpretation']),
      });
    }),
  ),
};

const ok = (...others: number[]) => [200, ...others];

/** What never fails by others' calls, and how it may be answered: once something ended, a 409 says so. */
const watched: Readonly<Record<string, { readonly answers: readonly number[]; readonly act: Act }>> = {
  'who looked': { answers: ok(), act: ({ page }) => page('my-disclosure.list', { query: { limit: '100' } }) },
  'my permissions': { answers: ok(), act: ({ page }) => page('my-consent.list') },
  'one permission': {
    answers: ok(),
    act: ({ page, consent }) => page('my-consent.read', { path: { consent } }),
  },
  'my refusals': { answers: ok(), act: ({ page }) => page('my-refusal.list') },
  'my copy': { answers: ok(), act: ({ page }) => page('my-data.read') },
  'the receipt': {
    answers: ok(),
    act: ({ page, consent }) => page('my-consent.receipt', { path: { consent } }),
  },
  'a request': {
    answers: ok(),
    act: ({ page, pending }) => page('request.show', { path: { request: pending } }),
  },
  'its preview': {
    answers: ok(409),
    act: ({ page, pending }) =>
      page('request.preview', { path: { request: pending }, body: { language: 'de' } }),
  },
  'requests, to an admin': { answers: ok(), act: () => scenario.consents('request.list', { as: anna }) },
  'consents, to an auditor': { answers: ok(), act: () => scenario.consents('consent.list', { as: ute }) },
  'consents of one, to a requester': {
    answers: ok(),
    act: ({ individual, requester }) =>
      scenario.consents('consent.list', { as: requester, query: { individualId: individual } }),
  },
  'a read': {
    answers: ok(403),
    act: ({ individual, requester }) =>
      scenario.disclosures('disclosure.create', {
        as: requester,
        body: { individualId: individual, purpose: 'MedicalHealth', categories: ['health.lab'] },
      }),
  },
  'the audit log': { answers: ok(), act: () => scenario.evidence('audit.list', { query: { limit: '100' } }) },
  'the catalogue': {
    answers: ok(),
    act: () => scenario.call('category.list', { as: anna, path: scenario.path, query: { limit: '100' } }),
  },
  'the person, to a provider': {
    answers: ok(),
    act: ({ individual }) => scenario.records('individual.read', { as: paul, path: { individual } }),
  },
  'a refusal': {
    answers: ok(409),
    act: ({ page, pending }) =>
      page('request.decide', { path: { request: pending }, body: { choice: 'refuse' } }),
  },
  'a withdrawal': {
    answers: ok(409),
    act: ({ page, consent }) => page('my-consent.withdraw', { path: { consent }, body: {} }),
  },
};

describe.each(Object.keys(parties))('whatever lawful calls a %s makes', (party) => {
  it('nobody else is answered with a failure, and lists, log, copy, refusal and withdrawal work', async () => {
    const acts = fc.array(parties[party] ?? fc.constant([]), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(acts, async (sequence) => {
        const of = await story();
        for (const act of sequence.flat()) expect((await act(of)).status).toBeLessThan(500);
        for (const [name, { answers, act }] of Object.entries(watched)) {
          const { status } = await act(of);
          expect([name, answers.includes(status) ? 'works' : status]).toEqual([name, 'works']);
        }
      }),
      {
        numRuns: 2,
        endOnFailure: true,
        // Once, a hundred codes that a requester made up kept people from seeing who looked.
        examples: party === 'requester' ? [[[reads(12, 'x', false)]]] : [],
      },
    );
  }, 120_000);
});
