import '../../../support/in-process/two-shards.ts';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Decision, Shown } from '../../../support/scenario/bodies.ts';
import { grantOf } from '../../../support/scenario/bodies.ts';
import { openScenario, otto, rita, type Scenario } from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
let individual: string;
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);
beforeEach(async () => {
  individual = await scenario.enrol();
});

const lab = {
  category: 'health.lab',
  date: '2026-07-01',
  fields: { loinc: '4548-4', test: 'HbA1c', value: 6.1, unit: '%' },
};
const both = { recipients: ['labor-sued', 'institut-ost'] };

async function decided(over: Partial<Extract<Decision, { choice: 'grant' }>>, asked: object = both) {
  const request = await scenario.request(individual, { ...asked });
  const call = await scenario.page(individual);
  const shown = (await call('request.show', { path: { request } })).body as unknown as Shown;
  const body = { ...grantOf(shown), ...over };
  const got = await call('request.decide', { path: { request }, body });
  expect(got.status).toBe(200);
  const again = await call('request.decide', { path: { request }, body });
  expect(again.body).toEqual(got.body);
  return { call, answer: got.body, granted: got.body.consent as Record<string, unknown> };
}

async function read(as = rita) {
  const { callsOf } = await import('../../../support/in-process/call.ts');
  const { handler } = await import('../../../../lambdas/functions/disclosures.ts');
  const got = await callsOf({ disclosures: handler })('disclosure.create', {
    as,
    path: scenario.path,
    body: { individualId: individual, purpose: 'MedicalHealth', categories: ['health.lab'] },
  });
  expect(got.status).toBe(200);
}

describe('what was granted is what is shown of it', () => {
  it.each([
    ['the one who asked', ['labor-sued'], 'erhält Labor Süd GmbH nichts'],
    ['another one alone', ['institut-ost'], 'erhält Labor Süd GmbH nichts'],
    ['both', ['labor-sued', 'institut-ost'], 'erhalten Labor Süd GmbH und Labor Süd GmbH nichts'],
  ])('with those who receive: %s', async (_, recipients, sentence) => {
    const { call, answer, granted } = await decided({ recipients });
    const listed = await call('my-consent.list');
    expect(listed.body.items).toEqual([granted]);
    expect(granted).toMatchObject({
      id: answer.consentId,
      recipients: recipients.map((organisation) => ({
        organisation,
        name: 'Labor Süd GmbH',
        country: 'Deutschland',
      })),
      withdrawSentence: expect.stringContaining(sentence),
    });
  });

  it('with the days that the data may come from', async () => {
    const { granted } = await decided({ period: { from: '2026-06-01' } });
    expect(granted.period).toEqual({ from: '2026-06-01' });
    expect((await decided({}, { items: [{ category: 'contact' }] })).granted).not.toHaveProperty('period');
  });

  it('with how often it was read and when last, by whichever recipient, limited or not', async () => {
    await scenario.store(individual, lab);
    const { call, granted } = await decided({});
    expect(granted).toMatchObject({ timesRead: 0, readsUsed: 0 });
    expect(granted).not.toHaveProperty('lastReadAt');
    await read();
    await read(otto);
    const consent = String(granted.id);
    const { body } = await call('my-consent.read', { path: { consent } });
    const log = await call('my-disclosure.list');
    expect(body).toMatchObject({
      timesRead: 2,
      lastReadAt: (log.body.items as { at: string }[])[0]?.at,
    });
  });
});

describe('a confirmed session says whose data it is and who keeps it', () => {
  it('by name, or by the tenant’s own reference for an individual without a name', async () => {
    const named = await scenario.someone();
    const of = async (id: string) => (await (await scenario.page(id))('session.read')).body;
    expect(await of(await scenario.enrol(named))).toMatchObject({
      person: named.contact.name,
      keeper: (await scenario.tenantRow(scenario.tenant))?.name,
    });
    const { contact, ...rest } = scenario.someone();
    const nameless = { ...rest, contact: { email: contact.email } };
    expect(await of(await scenario.enrol(nameless))).toMatchObject({ person: nameless.reference });
  });
});

describe('texts without a wanted language', () => {
  it('are in the session’s own', async () => {
    const english = await scenario.enrol({ language: 'en' });
    const request = await scenario.request(english);
    const call = await scenario.page(english, 'en');
    const { body } = await call('request.show', { path: { request } });
    expect(body.shown).toMatchObject({ language: 'en' });
  });
});
