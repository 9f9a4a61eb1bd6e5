import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { requestRow } from '../../../../lambdas/model/request-rows.ts';
import { openScenario, type Scenario } from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});

const days = 24 * 3600 * 1000;

async function refusals(individual: string, language = 'de') {
  const page = await scenario.page(individual);
  const { body } = await page('my-refusal.list', { query: { language } });
  return body.items as readonly Readonly<Record<string, unknown>>[];
}

describe('an individual’s own refusals', () => {
  it('say who was refused what, when, and until when nobody may ask again, newest first and in the language wanted', async () => {
    const individual = await scenario.enrol();
    const first = await scenario.request(individual, { items: [{ category: 'contact' }] });
    await scenario.refuse(first);
    const second = await scenario.request(individual);
    await scenario.refuse(second);
    const found = await refusals(individual);
    expect(found).toMatchObject([
      { id: second, organisation: { name: 'Labor Süd GmbH' }, data: ['Laborwerte'], confirmed: true },
      { id: first, data: ['Anschrift und Telefon'] },
    ]);
    const [{ at, blockedUntil } = {}] = found;
    expect(Date.parse(String(blockedUntil)) - Date.parse(String(at))).toBe(184 * days);
    expect(await refusals(individual, 'en')).toMatchObject([{ data: ['Laboratory results'] }, {}]);
  });

  it('include what was declined before the code once the request lapsed, and nothing that is open', async () => {
    const individual = await scenario.enrol();
    const request = await scenario.request(individual);
    await scenario.change(requestRow.key(scenario.tenant, individual, request), { provisional: 'declined' });
    expect(await refusals(individual)).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * days });
    expect(await refusals(individual)).toMatchObject([{ id: request, confirmed: false }]);
  });

  it('include what a withdrawal refused, from the instant of the withdrawal on', async () => {
    const individual = await scenario.enrol();
    const { consent, call } = await scenario.grant(await scenario.request(individual));
    const open = await scenario.request(individual);
    const { body } = await call('my-consent.withdraw', { path: { consent }, body: {} });
    const [{ at, blockedUntil } = {}, ...others] = await refusals(individual);
    expect(await refusals(individual)).toMatchObject([{ id: open, confirmed: false }]);
    expect(others).toEqual([]);
    expect(Date.parse(String(at))).toBeLessThanOrEqual(Date.now());
    expect(Date.parse(String(blockedUntil)) - Date.parse(String(at))).toBe(184 * days);
    expect(body).toMatchObject({ state: 'withdrawn' });
    const receipt = await call('request.receipt', { path: { request: open } });
    expect(receipt).toMatchObject({ status: 409, body: { detail: expect.stringContaining('receipt') } });
    expect((await call('my-consent.receipt', { path: { consent } })).status).toBe(200);
  });

  it('are shown to nobody else', async () => {
    const [one, other] = [await scenario.enrol(), await scenario.enrol()];
    await scenario.refuse(await scenario.request(one));
    expect(await refusals(other)).toEqual([]);
  });
});
