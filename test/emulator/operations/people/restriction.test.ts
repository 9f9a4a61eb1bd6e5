import '../../../support/in-process/two-shards.ts';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionRow } from '../../../../lambdas/model/session-rows.ts';
import { refusal } from '../../../support/in-process/call.ts';
import {
  anna,
  openScenario,
  operator,
  otto,
  paul,
  rita,
  type Scenario,
  ute,
} from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
let individual: string;
let page: Awaited<ReturnType<Scenario['page']>>;
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);
beforeEach(async () => {
  individual = await scenario.enrol();
  page = await scenario.page(individual);
});

const lock = (as = anna, tenant = scenario.tenant) =>
  scenario.records('restriction.set', { as, path: { individual, tenant }, body: {} });
const unlock = (as = anna) => scenario.records('restriction.lift', { as, path: { individual } });
const read = () =>
  scenario.disclosures('disclosure.create', {
    body: { individualId: individual, purpose: 'MedicalHealth', categories: ['health.lab'] },
  });

describe('locked data', () => {
  it('are shown to nobody, with a consent that stands, until everybody who locked them has unlocked them', async () => {
    const { consent } = await scenario.grant(await scenario.request(individual));
    expect((await read()).status).toBe(200);
    expect((await page('my-restriction.set', { body: {} })).body.reasons).toEqual(['asked']);
    expect((await lock()).body).toMatchObject({ state: 'restricted', restrictions: ['asked', 'admin'] });
    expect(refusal(await read())).toBe('403 consent-required');
    expect((await page('my-restriction.lift')).body.reasons).toEqual(['admin']);
    expect(refusal(await read())).toBe('403 consent-required');
    expect((await unlock()).body).toMatchObject({ state: 'active', restrictions: [] });
    expect((await read()).body.consentId).toBe(consent);
  });

  it('locked by their individual are not unlocked by an admin', async () => {
    await page('my-restriction.set', { body: {} });
    expect((await unlock()).body).toMatchObject({ state: 'restricted', restrictions: ['asked'] });
  });

  it('stay readable for their individual, who withdraws and unlocks as before', async () => {
    const { consent } = await scenario.grant(await scenario.request(individual));
    await lock();
    expect((await page('my-data.read')).status).toBe(200);
    expect((await page('my-consent.withdraw', { path: { consent }, body: {} })).status).toBe(200);
  });

  it('make no silence of a request that lapsed meanwhile', async () => {
    for (let i = 0; i < 3; i++) {
      await scenario.lapse(await scenario.request(individual));
      await page('my-restriction.set', { body: {} });
      await page('my-restriction.lift');
    }
    expect(await scenario.request(individual)).toMatch(/^crq_/);
  });
});

describe('locking', () => {
  it('is for admins of the tenant, and for the individual in a confirmed session', async () => {
    for (const as of [paul, rita, otto, ute, operator]) expect(refusal(await lock(as))).toBe('403 forbidden');
    const other = await scenario.openTenant();
    expect((await lock(anna, other)).status).toBe(404);
    const [session] = await scenario.queryAll({
      table: 'vault',
      pk: sessionRow.key(scenario.tenant, individual, '0').pk,
      prefix: sessionRow.key(scenario.tenant, individual, '').sk,
    });
    if (!session) throw new Error('no session');
    for (const level of ['link', 'standing']) {
      await scenario.change(session, { level });
      expect((await page('my-restriction.set', { body: {} })).status).toBe(403);
      expect((await page('my-restriction.lift')).status).toBe(403);
    }
  });

  it('twice, or by many at once, is one entry in the log, which the individual sees', async () => {
    await Promise.all([lock(), lock(), lock()]);
    await page('my-restriction.set', { body: {} });
    await page('my-restriction.set', { body: {} });
    expect(await scenario.entries(individual, 'restriction.set')).toHaveLength(2);
    const { body } = await page('my-restriction.read');
    expect(body.log).toMatchObject([
      { reason: 'asked', locked: true },
      { reason: 'admin', locked: true },
    ]);
  });
});
