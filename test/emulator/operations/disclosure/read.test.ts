import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { contentHash } from '../../../../lambdas/crypto/canonical.ts';
import type { RecordContent } from '../../../../lambdas/domain/records/record.ts';
import {
  disclosureContent,
  disclosureRow,
  refusedReadsRow,
} from '../../../../lambdas/model/disclosure-rows.ts';
import { openScenario, rita, rolf, type Scenario } from '../../../support/scenario/in-process.ts';
import { RecordedCalls } from '../../../support/system/recorded-calls.ts';

let scenario: Scenario;
let recorded: RecordedCalls;
vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openScenario();
  recorded = new RecordedCalls(...scenario.clients);
}, 60_000);

const contact = (fields: object, over: Partial<RecordContent> = {}): RecordContent => ({
  category: 'contact',
  date: '2026-03-01',
  fields: { name: 'Erika', ...fields },
  ...over,
});
const items = [{ category: 'contact', fields: ['city'] }];
const read = (subject: object, over: object = {}) =>
  scenario.disclosures('disclosure.create', {
    body: { purpose: 'MedicalHealth', categories: ['contact'], ...subject, ...over },
  });
const recordsIn = ({ body }: Awaited<ReturnType<typeof read>>) =>
  body.records as readonly { readonly id: string; readonly fields: object }[];
const marked = { kind: 'withheld', reason: 'first by phone', reviewer: 'Dr. Nord' } as const;
const filler = 'x'.repeat(16_000);

describe('a consent-gated read', () => {
  it('tells nothing of records that have no consented field, are kept back, or lie outside the period', async () => {
    const answers = [];
    for (const more of [
      [],
      [
        contact({ phone: '1' }),
        contact({ city: 'Kiel' }, { marking: marked }),
        contact({ city: 'Kiel' }, { date: '2020-01-01' }),
      ],
    ]) {
      const individualId = await scenario.enrol();
      await scenario.store(individualId, contact({ city: 'Kiel' }), ...more);
      await scenario.grant(await scenario.request(individualId, { items, period: { from: '2026-01-01' } }));
      const got = await read({ individualId });
      answers.push({ records: recordsIn(got).map(({ fields }) => fields), next: 'next' in got.body });
    }
    expect(answers).toEqual(Array.from({ length: 2 }, () => ({ records: [{ city: 'Kiel' }], next: false })));
  });

  it('has no further page when more than a page is kept back', async () => {
    const individualId = await scenario.enrol();
    const bulky = contact({ street: filler, postalCode: filler, city: filler }, { marking: marked });
    for (let i = 0; i < 2; i++)
      await scenario.store(individualId, ...Array.from({ length: 20 }, () => bulky));
    await scenario.grant(await scenario.request(individualId, { items }));
    const got = await read({ individualId });
    expect(got.status).toBe(200);
    expect(recordsIn(got)).toEqual([]);
    expect(got.body).not.toHaveProperty('next');
  });

  it('is counted if and only if the page holds something, and its entry says what left', async () => {
    const individualId = await scenario.enrol();
    await scenario.grant(await scenario.request(individualId, { items, reads: 'once' }));
    for (let i = 0; i < 2; i++) expect(recordsIn(await read({ individualId }))).toEqual([]);
    await scenario.store(individualId, contact({ city: 'Kiel' }));
    const got = await read({ individualId });
    expect(recordsIn(got)).toMatchObject([{ fields: { city: 'Kiel' } }]);
    const row = await scenario.row(disclosureRow.key(scenario.tenant, individualId, String(got.body.id)));
    const sealer = await scenario.sealer(individualId, 'case');
    const { payload } = disclosureContent.open(sealer, row as never).release();
    expect(payload.records).toEqual({ count: 1, hash: contentHash(got.body.records) });
    expect((await read({ individualId })).status).toBe(403);
  });

  it('is cut into pages by what leaves, and further pages are not counted again', async () => {
    const individualId = await scenario.enrol();
    const bulky = contact({ street: filler, postalCode: filler, city: filler });
    for (let i = 0; i < 4; i++)
      await scenario.store(individualId, ...Array.from({ length: 20 }, () => bulky));
    await scenario.grant(await scenario.request(individualId, { items, reads: 'once' }));
    const first = await read({ individualId });
    expect(Buffer.byteLength(JSON.stringify(first.body.records))).toBeGreaterThan(1000 * 1024);
    const second = await read({ individualId }, { cursor: first.body.next });
    expect(second.status).toBe(200);
    expect(second.body).not.toHaveProperty('next');
    const ids = [...recordsIn(first), ...recordsIn(second)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(80);
    expect(ids).toHaveLength(80);
    expect((await read({ individualId })).status).toBe(403);
  });

  it.each(['reference', 'individualId'])(
    'makes the same calls to AWS whether the individual exists or not, by %s',
    async (by) => {
      const calls = async (subject: object) => {
        recorded.clear();
        expect((await read(subject)).status).toBe(403);
        return recorded.calls.map(({ command }) => command).sort();
      };
      const subject = (known: boolean, i: number, id: string) =>
        by === 'reference'
          ? { reference: known ? `same-${by}-${i}` : `never-${i}` }
          : { individualId: known ? id : id.replace(/.{8}$/, '00000000') };
      // The tenant's own key is warm after the first.
      await read({ reference: 'warm' });
      const seen = [];
      for (let i = 0; i < 3; i++) {
        const id = await scenario.enrol({ reference: `same-${by}-${i}` });
        for (const known of [true, false]) seen.push(await calls(subject(known, i, id)));
      }
      for (const one of seen) expect(one).toEqual(seen[0]);
      expect(seen[0]?.filter((command) => command === 'DecryptCommand')).toHaveLength(2);
    },
  );
});

describe('sixty refused reads of a requester in an hour', () => {
  const noon = Date.parse('2026-12-01T12:30:00.000Z');
  const hour = '2026-12-01T12';
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(['disclosure.create', 'disclosure.preview'] as const)(
    'are the last of %s, whoever they are about, until the hour is over',
    async (operation) => {
      const individualId = await scenario.enrol();
      await scenario.grant(await scenario.request(individualId, { items }));
      const nobody = `ind_${'0'.repeat(32)}`;
      vi.useFakeTimers({ toFake: ['Date'], now: noon });
      const ask = (subject: string, as = rolf, categories = ['contact']) =>
        scenario.disclosures(operation, {
          as,
          body: { purpose: 'MedicalHealth', individualId: subject, categories },
        });
      const count = async () => (await scenario.row(refusedReadsRow.key(scenario.tenant, rolf, hour)))?.count;
      await scenario.change(refusedReadsRow.key(scenario.tenant, rolf, hour), { count: 57 });
      expect((await ask(nobody)).status).toBe(403);
      expect((await ask(individualId)).status).toBe(200);
      const others = await Promise.all([ask(nobody), ask(individualId, rolf, ['health.lab'])]);
      expect(others.map(({ status }) => status)).toEqual([403, 403]);
      expect(await count()).toBe(60);
      for (const subject of [nobody, individualId]) {
        const { status, headers } = await ask(subject);
        expect([status, headers['Retry-After']]).toEqual([429, '1800']);
      }
      expect(await count()).toBe(60);
      expect((await ask(individualId, rita)).status).toBe(200);
      vi.useFakeTimers({ toFake: ['Date'], now: noon + 1_800_000 });
      expect((await ask(nobody)).status).toBe(403);
    },
  );
});

describe('the individual’s preview', () => {
  it('has no card for a record that has nothing of what is requested', async () => {
    const individual = await scenario.enrol();
    await scenario.store(individual, contact({ city: 'Kiel' }), contact({ phone: '1' }));
    const request = await scenario.request(individual, { items });
    const call = await scenario.page(individual);
    const { body } = await call('request.preview', { path: { request }, body: { language: 'en' } });
    expect(body.records).toMatchObject([{ fields: [{ code: 'city', value: 'Kiel' }] }]);
  });
});
