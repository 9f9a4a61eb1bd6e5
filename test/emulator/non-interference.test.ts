import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { allOperations } from '../../lambdas/api/operations.ts';
import type { OperationName } from '../../lambdas/api/typed-operations.ts';
import { notice as publishedNotice } from '../../local/demo/praxis-nord.ts';
import { callsOf, type Got, type Sent } from '../support/in-process/call.ts';
import { recordCalls } from '../support/in-process/recorded-calls.ts';
import { grantOf, type Shown } from '../support/scenario/bodies.ts';
import { anna, openScenario, otto, rita, type Scenario } from '../support/scenario/in-process.ts';

/** What a requester may not learn of an individual; each world has its own. */
const hidden = fc.record({
  /** Records without a consented field, kept back, of days outside the period, and of another category. */
  unconsented: fc.nat(2),
  keptBack: fc.nat(2),
  earlier: fc.nat(2),
  elsewhere: fc.nat(1),
  /** A field that is not consented, in the very records that are released. */
  weight: fc.option(fc.integer({ min: 40, max: 140 })),
  name: fc.constantFrom('Jo', 'Maximiliane von Hohenfels'),
  /** What the individual decided on the request of another organisation, if there is one. */
  other: fc.constantFrom('nothing', 'pending', 'refused', 'granted'),
  /** Whether another organisation tried to read. */
  tried: fc.boolean(),
});
type Hidden = typeof hidden extends fc.Arbitrary<infer H> ? H : never;

const purpose = publishedNotice.purpose.code;
const requested = {
  items: [{ category: 'diary', fields: ['mood', 'weight'] }],
  period: { from: '2026-01-01' },
  until: new Date(Date.now() + 60 * 24 * 3_600_000).toISOString(),
};
const marking = {
  kind: 'withheld',
  reason: 'to be discussed',
  reviewer: 'Dr. Ada Meyer',
};

let scenario: Scenario;
let call: (name: OperationName, sent: Sent) => Promise<Got>;
let calls: ReturnType<typeof recordCalls>;
let notice: { id: string; version: number };
let worlds = 0;

beforeAll(async () => {
  scenario = await openScenario();
  call = callsOf({
    catalogue: (await import('../../lambdas/functions/catalogue.ts')).handler,
    consents: (await import('../../lambdas/functions/consents.ts')).handler,
    disclosures: (await import('../../lambdas/functions/disclosures.ts')).handler,
  }) as typeof call;
  calls = recordCalls(scenario.clients);
  const field = (code: string, type: string) => ({
    code,
    type,
    label: { de: code, en: code },
    required: false,
  });
  await scenario.call('category.set', {
    as: anna,
    path: { ...scenario.path, category: 'diary' },
    body: {
      label: { de: 'Tagebuch', en: 'Diary' },
      plain: { de: 'Ihr Tagebuch.', en: 'Your diary.' },
      sensitivity: 'ordinary',
      assurance: 'link+code',
      fields: [field('mood', 'string'), field('weight', 'number')],
    },
  });
  const { categories, linkCodeAcceptance: _, ...content } = publishedNotice;
  const published = await scenario.call('notice.publish', {
    as: anna,
    path: scenario.path,
    body: { content: { ...content, categories: ['diary'], recipients: ['labor-sued', 'institut-ost'] } },
  });
  const { id, version } = published.body as unknown as typeof notice;
  notice = { id, version };
}, 120_000);

/** An individual whose diary Labor Süd may read in part, with whatever else there is. */
async function world({ unconsented, keptBack, earlier, elsewhere, weight, name, other, tried }: Hidden) {
  worlds += 1;
  const reference = `W-${String(worlds).padStart(4, '0')}`;
  const individual = await scenario.enrol({
    reference,
    contact: { email: `w-${worlds}@example.org`, name },
  });
  const diary = (date: string, fields: Record<string, string | number>, more = {}) => ({
    category: 'diary',
    date,
    fields,
    ...more,
  });
  const many = <T>(count: number, one: T): T[] => Array<T>(count).fill(one);
  await scenario.store(
    individual,
    ...many(2, diary('2026-05-01', { mood: 'good', ...(weight !== null && { weight }) })),
    ...many(unconsented, diary('2026-05-02', { weight: 70 })),
    ...many(keptBack, diary('2026-05-03', { mood: 'bad' }, { marking })),
    ...many(earlier, diary('2025-05-03', { mood: 'earlier' })),
    ...many(elsewhere, { category: 'contact', date: '2026-05-01', fields: { name } }),
  );
  const page = await scenario.page(individual);
  const ask = (as: string) => scenario.request(individual, { ...requested, notice }, as);
  const grant = async (request: string) => {
    const { body } = await page('request.show', { path: { request }, query: { language: 'de' } });
    const decision = grantOf(body as unknown as Shown, ['weight']);
    const got = await page('request.decide', { path: { request }, body: decision });
    expect(got.status).toBe(200);
    return String(got.body.consentId);
  };
  if (other !== 'nothing') {
    const theirs = await ask(otto);
    if (other === 'refused') await scenario.refuse(theirs);
    if (other === 'granted') await grant(theirs);
  }
  const request = await ask(rita);
  const consent = await grant(request);
  if (tried)
    await scenario.disclosures('disclosure.preview', {
      as: otto,
      body: { individualId: individual, purpose: 'Payment', categories: ['contact'] },
    });
  return { individual, reference, request, consent, made: '', disclosure: '' };
}
type World = Awaited<ReturnType<typeof world>>;

const tenant = () => scenario.path;
const about = ({ individual }: World, more: object = {}) => ({
  individualId: individual,
  purpose,
  categories: ['diary'],
  ...more,
});

/** Every operation that requesters have, as they call it about an individual. */
const operations: Partial<Record<OperationName, (of: World) => Sent[]>> = {
  'organisation.read': () => [{ path: { ...tenant(), organisation: 'labor-sued' } }],
  'organisation.list': () => [{ path: tenant() }],
  'deletion.list': () => [{ path: tenant() }],
  'deletion.answer': () => [
    { path: { ...tenant(), deletion: `del_${'0'.repeat(32)}` }, body: { answer: 'deleted' } },
  ],
  'category.read': () => [{ path: { ...tenant(), category: 'diary' } }],
  'category.list': () => [{ path: tenant() }],
  'notice.list': () => [{ path: tenant() }],
  'notice.read': () => [{ path: { ...tenant(), notice: notice.id } }],
  'notice.version': () => [{ path: { ...tenant(), notice: notice.id, version: '1' } }],
  'disclosure.preview': (of) => [
    { path: tenant(), body: about(of) },
    { path: tenant(), body: about(of, { categories: ['contact'] }) },
    { path: tenant(), body: about(of, { purpose: 'Payment' }) },
  ],
  'disclosure.create': (of) => [
    { path: tenant(), body: about(of) },
    { path: tenant(), body: { ...about(of), individualId: undefined, reference: of.reference } },
    { path: tenant(), body: about(of, { fields: { diary: ['weight'] } }) },
    { path: tenant(), body: about(of, { period: { from: '2025-01-01' } }) },
    { path: tenant(), body: about(of, { categories: ['diary', 'contact', 'made.up'] }) },
    { path: tenant(), body: about(of, { purpose: 'Payment' }) },
  ],
  'disclosure.receipt': ({ disclosure }) => [{ path: { ...tenant(), disclosure } }],
  'consent.read': ({ consent }) => [{ path: { ...tenant(), consent } }],
  'consent.list': ({ individual }) => [{ path: tenant(), query: { individualId: individual } }],
  'consent.receipt': ({ consent }) => [{ path: { ...tenant(), consent } }],
  'request.read': ({ request }) => [{ path: { ...tenant(), request } }],
  'request.create': ({ individual }) => [
    { path: tenant(), body: scenario.requestBody(individual, { ...requested, notice }) },
    { path: tenant(), body: scenario.requestBody(individual) },
  ],
  'request.list': ({ individual }) => [{ path: tenant(), query: { individualId: individual } }],
  'request.remind': ({ made }) => [{ path: { ...tenant(), request: made }, body: {} }],
  'request.cancel': ({ made }) => [{ path: { ...tenant(), request: made } }],
};

/** An answer without what tells only which ids, instants and secrets there are; each of them has its length. */
function told({ status, headers, body }: Got): string {
  return JSON.stringify({ status, tag: headers.ETag, body })
    .replace(/[A-Za-z0-9_-]{40,}/g, (text) => `text of ${text.length}`)
    .replace(/\b([a-z]{3})_[0-9a-f]+/g, (id, prefix) => `${prefix} of ${id.length}`)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => `instant of ${instant.length}`)
    .replace(/request-\d+/g, 'this call')
    .replace(/W-\d{4}/g, 'reference');
}

/** What a requester hears of an individual by all operations, and the calls of AWS that each one made. */
async function heard(of: World) {
  const answers: Record<string, { told: string; calls: readonly string[] }> = {};
  for (const [name, calling] of Object.entries(operations))
    for (const [i, sent] of calling(of).entries()) {
      calls.clear();
      const got = await call(name as OperationName, { as: rita, ...sent });
      answers[`${name} ${i}`] = { told: told(got), calls: calls.made() };
      if (name === 'request.create' && got.status === 201) of.made = String(got.body.id);
      if (name === 'disclosure.create' && got.status === 200) of.disclosure = String(got.body.id);
    }
  return answers;
}

/** The written list of what may be learnt: the rows of its table. */
const learnable = () =>
  (
    readFileSync(join(import.meta.dirname, '../../docs/limits.md'), 'utf8').split(
      '## What a requester may learn',
    )[1] ?? ''
  )
    .split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what'))
    .map((line) =>
      line
        .split('|')[1]
        ?.trim()
        .replace(/[:;].*$/, ''),
    );

describe('what a requester may not learn', () => {
  it('is looked for in every operation that requesters have', () => {
    const theirs = allOperations.filter(({ who }) => (who as readonly string[]).includes('requester'));
    expect(Object.keys(operations).sort()).toEqual(theirs.map(({ name }) => name).sort());
  });

  it('is all but this list: who adds to it decides what the worlds below may differ in', () => {
    expect(learnable()).toEqual([
      'that an id or a reference exists',
      'that a consent given to their organisation has ended',
      'blocks on their own organisation',
      'the version of a released record',
      'that some 2,000 requests or consents of others lie between those of their own organisation in a list',
      'that more than 8 MiB in a row, or 32 MiB in all, lie between records that may leave',
      'that somebody whose data their organisation has read was erased, by the ids that it knows',
      'time, beyond a megabyte in a category',
    ]);
  });

  it('changes no answer and no call: two worlds that differ in it alone are told apart by nothing', async () => {
    const bare: Hidden = {
      unconsented: 0,
      keptBack: 0,
      earlier: 0,
      elsewhere: 0,
      weight: null,
      name: 'Jo',
      other: 'nothing',
      tried: false,
    };
    const full: Hidden = {
      unconsented: 2,
      keptBack: 2,
      earlier: 2,
      elsewhere: 1,
      weight: 80,
      name: 'Maximiliane von Hohenfels',
      other: 'granted',
      tried: true,
    };
    // The first world of all makes connections and looks up what is cached from then on.
    await heard(await world(bare));
    await fc.assert(
      fc.asyncProperty(hidden, hidden, async (one, another) => {
        const [first, second] = [await world(one), await world(another)];
        expect(await heard(second)).toEqual(await heard(first));
      }),
      { numRuns: 3, examples: [[bare, full]], endOnFailure: true },
    );
  }, 120_000);
});
