import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { categories, laborSued } from '../../../../local/demo/praxis-nord.ts';
import { principalOf } from '../../../support/in-process/call.ts';
import type { Shown } from '../../../support/scenario/bodies.ts';
import { grantOf } from '../../../support/scenario/bodies.ts';
import { anna, openScenario, rita, type Scenario } from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
let individual: string;
beforeAll(async () => {
  scenario = await openScenario();
  await scenario.longAdmin(scenario.tenant, 'bea');
}, 60_000);
beforeEach(async () => {
  await named('Labor Süd GmbH', 'Laborwerte');
  individual = await scenario.enrol();
});

const lab = categories['health.lab'];
const record = {
  category: 'health.lab',
  date: '2026-07-01',
  fields: { loinc: '4548-4', test: 'HbA1c', value: 6.1, unit: '%' },
};

/** The catalogue gets other words for the laboratory and its results. */
async function named(legalName: string, label: string) {
  const set = async (name: 'organisation.set' | 'category.set', more: object, body: object) => {
    const path = { ...scenario.path, ...more };
    expect((await scenario.call(name, { as: anna, path, body })).status).toBe(200);
  };
  const organisation = { organisation: 'labor-sued' };
  await set('organisation.set', organisation, { ...laborSued, legalName });
  const path = { ...scenario.path, ...organisation };
  const body = { legalName, address: laborSued.contact.address };
  await scenario.call('organisation.confirm', { as: principalOf('bea'), path, body });
  await set('category.set', { category: 'health.lab' }, { ...lab, label: { ...lab?.label, de: label } });
}

async function read(body: object = {}) {
  const { callsOf } = await import('../../../support/in-process/call.ts');
  const { handler } = await import('../../../../lambdas/functions/disclosures.ts');
  return callsOf({ disclosures: handler })('disclosure.create', {
    as: rita,
    path: scenario.path,
    body: { individualId: individual, purpose: 'MedicalHealth', categories: ['health.lab'], ...body },
  });
}

const permissions = async () => {
  const call = await scenario.page(individual);
  return (await call('my-consent.list')).body.items as Record<string, unknown>[];
};
const log = async () => {
  const call = await scenario.page(individual);
  return (await call('my-disclosure.list')).body.items as Record<string, unknown>[];
};

describe('whatever is renamed, people read what they were shown', () => {
  it('in the open request, whose hash stays the one they decide on', async () => {
    const request = await scenario.request(individual);
    const call = await scenario.page(individual);
    const show = async () => (await call('request.show', { path: { request } })).body as unknown as Shown;
    const before = await show();
    await named('Data Broker Inc.', 'HIV-Status');
    expect(await show()).toEqual(before);
    const decided = await call('request.decide', { path: { request }, body: grantOf(before) });
    expect(decided.status).toBe(200);
    expect((await permissions())[0]).toMatchObject({
      organisation: { name: 'Labor Süd GmbH', nameNow: 'Data Broker Inc.' },
    });
  });

  it('in their consents, with the present name beside the changed one', async () => {
    await scenario.grant(await scenario.request(individual));
    const [before] = await permissions();
    expect(before?.organisation).toEqual({ name: 'Labor Süd GmbH' });
    await named('Data Broker Inc.', 'HIV-Status');
    const [after] = await permissions();
    expect(after).toMatchObject({
      organisation: { name: 'Labor Süd GmbH', nameNow: 'Data Broker Inc.' },
      recipients: [{ name: 'Labor Süd GmbH', nameNow: 'Data Broker Inc.' }],
      items: before?.items,
    });
  });

  it('in the log: a release as it was consented to, a refusal as it was at its instant', async () => {
    await scenario.store(individual, record);
    expect((await read()).status).toBe(403);
    await scenario.grant(await scenario.request(individual));
    expect((await read()).status).toBe(200);
    const before = await log();
    await named('Data Broker Inc.', 'HIV-Status');
    expect((await read()).status).toBe(200);
    expect((await read({ categories: ['contact'] })).status).toBe(403);
    const after = await log();
    expect(after.slice(2)).toEqual(before.map((entry) => ({ ...entry, nameNow: 'Data Broker Inc.' })));
    expect(after[1]).toMatchObject({
      organisation: 'Labor Süd GmbH',
      nameNow: 'Data Broker Inc.',
      items: [{ label: 'Laborwerte' }],
    });
    expect(after[0]).toMatchObject({
      organisation: 'Data Broker Inc.',
      items: [{ label: 'Anschrift und Telefon' }],
    });
    expect(after[0]).not.toHaveProperty('nameNow');
  });
});
