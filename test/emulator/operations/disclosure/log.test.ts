import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openScenario, type Scenario } from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);

const read = (individualId: string, categories: readonly string[], fields?: object) =>
  scenario.disclosures('disclosure.create', {
    body: { individualId, purpose: 'MedicalHealth', categories, ...(fields && { fields }) },
  });
const invented = (i: number) => Array.from({ length: 10 }, (_, j) => `bogus-${i}-${j}`);

interface Logged {
  readonly outcome: string;
  readonly items: readonly { readonly label: string; readonly fields: readonly string[] }[];
}

describe('the individual’s list of who read their data', () => {
  it('can be read whatever codes requesters made up, and says none of them', async () => {
    const individual = await scenario.enrol();
    for (let i = 0; i < 11; i++) expect((await read(individual, invented(i))).status).toBe(403);
    await read(individual, ['health.lab', 'you-are-ill'], { 'health.lab': ['value', 'andHow'] });
    const call = await scenario.page(individual);
    const { status, body } = await call('my-disclosure.list', { query: { language: 'en' } });
    expect(status).toBe(200);
    const items = body.items as readonly Logged[];
    expect(items).toHaveLength(12);
    const made = { label: 'Data of an unknown kind', fields: [] };
    const known = { label: 'Laboratory results', fields: ['Value'] };
    const times = (one: Logged['items']) =>
      items.filter((item) => item.items.length === one.length).map((item) => item.items);
    expect(times([known, made])).toEqual([[known, made]]);
    expect(times([made])).toEqual(Array.from({ length: 11 }, () => [made]));
    expect(JSON.stringify(body)).not.toMatch(/bogus|you-are-ill|andHow/);
  });

  it('shows a release next to made-up codes', async () => {
    const individual = await scenario.enrol();
    await scenario.store(individual, {
      category: 'health.lab',
      date: '2026-10-01',
      fields: { test: 'HbA1c', loinc: '4548-4', value: 6.1, unit: '%' },
    });
    await scenario.grant(await scenario.request(individual));
    for (let i = 0; i < 12; i++)
      expect((await read(individual, ['health.lab', ...invented(i).slice(1)])).status).toBe(200);
    const call = await scenario.page(individual);
    const { status, body } = await call('my-disclosure.list', { query: { language: 'en' } });
    expect(status).toBe(200);
    for (const { outcome, items } of body.items as readonly Logged[])
      expect([outcome, items.map(({ label }) => label)]).toEqual(['released', ['Laboratory results']]);
  });
});
