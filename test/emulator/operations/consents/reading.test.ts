import '../../../support/in-process/two-shards.ts';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { canonicalBytes } from '../../../../lambdas/crypto/canonical.ts';
import { disclosureContent, disclosureRow } from '../../../../lambdas/model/disclosure-rows.ts';
import { newIdInOrder } from '../../../../lambdas/platform/runtime/random.ts';
import {
  type Individual,
  type MailedScenario,
  openMailedScenario,
  type Page,
} from '../../../support/scenario/mailbox.ts';

let scenario: MailedScenario;
let person: Individual;
let page: Page;
let request: string;

const lab = (date: string, value: number, marking?: 'after-talk' | 'withheld') => ({
  category: 'health.lab',
  date,
  fields: { test: 'HbA1c', loinc: '4548-4', value, unit: '%', interpretation: 'High' },
  ...(marking && { marking: { kind: marking, reason: 'first by phone', reviewer: 'Dr. Nord' } }),
});

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openMailedScenario();
  person = await scenario.individual();
  await scenario.store(
    person.id,
    lab('2026-10-01', 6.1),
    lab('2026-11-01', 6.4),
    lab('2024-01-01', 5.9),
    lab('2026-10-15', 9.9, 'after-talk'),
    { category: 'contact', date: '2026-09-01', fields: { name: 'Erika Brandt', city: 'Flensburg' } },
  );
  request = await scenario.request(person.id, {
    items: [
      { category: 'contact', fields: ['name', 'phone'] },
      { category: 'health.lab', fields: ['test', 'value', 'unit', 'note'] },
    ],
    period: { from: '2026-01-01' },
  });
  page = await scenario.confirmed(person);
}, 60_000);

describe('the consent request', () => {
  it('is shown in one language, with the hash of just that', async () => {
    for (const language of ['de', 'en']) {
      const { body } = await page.call('request.show', { path: { request }, query: { language } });
      const hash = createHash('sha256').update(canonicalBytes(body.shown)).digest('hex');
      expect(body).toMatchObject({ id: request, state: 'pending', version: 1, shownHash: hash });
      expect(body.shown).toMatchObject({ language, organisation: { name: 'Labor Süd GmbH' } });
    }
  });

  it('previews the very values that would be released now, and not those to be discussed first', async () => {
    const { body } = await page.call('request.preview', { path: { request }, body: { language: 'de' } });
    expect(body.records).toMatchObject([
      { date: '2026-11-01', fields: [{ value: 'HbA1c' }, { label: 'Wert', value: 6.4 }, { value: '%' }] },
      { date: '2026-10-15', marking: 'after-talk', note: expect.any(String), fields: [] },
      { date: '2026-10-01' },
      { category: 'contact', fields: [{ label: 'Name', value: 'Erika Brandt' }] },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/9\.9|5\.9|4548|High|phone|Flensburg/);
  });

  it('previews less when less is named, and nothing that was not requested', async () => {
    const preview = (items: unknown) =>
      page.call('request.preview', { path: { request }, body: { language: 'en', items } });
    const { body } = await preview([{ category: 'health.lab', fields: ['value'] }]);
    expect(body.records).toMatchObject([
      { fields: [{ label: 'Value', value: 6.4 }] },
      { marking: 'after-talk' },
      { fields: [{ value: 6.1 }] },
    ]);
    expect((await preview([{ category: 'contact', fields: ['city'] }])).body.errors).toEqual([
      { pointer: '/items/0/fields/0', detail: 'not asked for' },
    ]);
    expect((await preview([{ category: 'secret' }])).status).toBe(400);
  });
});

describe('the data that an individual reads', () => {
  it('are all of their records, newest first, with marked ones to be discussed', async () => {
    const { body } = await page.call('my-data.read', { query: { language: 'en' } });
    expect((body.records as { date: string }[]).map(({ date }) => date)).toEqual([
      '2026-11-01',
      '2026-10-15',
      '2026-10-01',
      '2026-09-01',
      '2024-01-01',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/9\.9|first by phone|Dr\. Nord/);
    expect(JSON.stringify(body)).toContain('Flensburg');
    expect(body).not.toHaveProperty('next');
  });

  it('come in parts when one answer cannot hold them, none missing and none twice', async () => {
    const owner = await scenario.individual();
    // Four of these make a record of nearly 64 KiB, the most that one may have.
    const text = 'x'.repeat(15_000);
    const long = { unit: text, referenceRange: text, interpretation: text, note: text };
    for (let i = 0; i < 8; i++)
      await scenario.store(
        owner.id,
        ...Array.from({ length: 10 }, (_, j) => ({
          category: 'health.lab',
          date: '2026-10-01',
          fields: { test: `${i}-${j}`, loinc: '4548-4', value: j, ...long },
        })),
      );
    await scenario.request(owner.id);
    const own = await scenario.confirmed(owner);
    const tests: string[] = [];
    let cursor: string | undefined;
    let parts = 0;
    do {
      const { body } = await own.call('my-data.read', { query: cursor === undefined ? {} : { cursor } });
      for (const { fields } of body.records as { fields: { code: string; value: string }[] }[])
        tests.push(fields.find(({ code }) => code === 'test')?.value ?? '');
      cursor = body.next as string | undefined;
      parts += 1;
    } while (cursor !== undefined);
    expect(parts).toBe(2);
    expect(new Set(tests).size).toBe(80);
    expect(tests).toHaveLength(80);
    const stolen = await page.call('my-data.read', { query: { cursor: 'AAAA' } });
    expect(stolen.status).toBe(400);
  });
});

describe('who read an individual’s data', () => {
  it('is listed newest first, refusals with their reason, page by page', async () => {
    const sealer = await scenario.sealer(person.id, 'case');
    const payload = (over: object) => ({
      organisation: 'labor-sued',
      staff: '1a2b3c4d',
      purpose: 'MedicalHealth',
      asked: [{ category: 'health.lab' }],
      released: [],
      withheld: [],
      ...over,
    });
    // After the organisation and its categories were set, as entries of a requester's are.
    const looks = [
      ['2099-11-03T10:00:00.000Z', 'released', { released: [{ category: 'health.lab', fields: ['value'] }] }],
      ['2099-11-01T10:00:00.000Z', 'refused', { refusal: 'never-consented' }],
      ['2099-11-05T10:00:00.000Z', 'refused', { refusal: 'withdrawn', organisation: 'gone', purpose: 'Old' }],
      ['2099-11-03T10:00:00.000Z', 'released', { released: [{ category: 'gone', fields: ['x'] }] }],
    ] as const;
    await scenario.transact(
      looks.map(([at, outcome, over]) => {
        const id = newIdInOrder('dsc', person.id, at);
        const content = { salt: 's', payload: payload(over) };
        const sealed = disclosureContent.seal(sealer, { id, version: 1 }, content);
        const row = { id, at, outcome, entry: 'e', leaf: 'l', sealed };
        return disclosureRow.put([scenario.tenant, person.id, id], row);
      }),
    );
    const first = await page.call('my-disclosure.list', { query: { limit: '3', language: 'en' } });
    const second = await page.call('my-disclosure.list', {
      query: { limit: '3', language: 'en', cursor: String(first.body.next) },
    });
    const items = [...(first.body.items as object[]), ...(second.body.items as object[])];
    expect(items).toMatchObject([
      { organisation: 'gone', purpose: 'Old', reason: 'You had withdrawn your permission.' },
      { outcome: 'released' },
      { outcome: 'released' },
      {
        organisation: 'Labor Süd GmbH',
        staff: '1a2b3c4d',
        purpose: 'medical care',
        outcome: 'refused',
        reason: 'You had not allowed this.',
        items: [{ label: 'Laboratory results', fields: [] }],
      },
    ]);
    expect(items).toContainEqual(
      expect.objectContaining({ items: [{ label: 'Laboratory results', fields: ['Value'] }] }),
    );
    expect(second.body).not.toHaveProperty('next');
  });
});
