import '../../../support/in-process/two-shards.ts';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { erasureRow } from '../../../../lambdas/model/erasure-rows.ts';
import { principalOf, refusal } from '../../../support/in-process/call.ts';
import {
  anna,
  ines,
  openScenario,
  operator,
  otto,
  paul,
  rita,
  type Scenario,
  ute,
} from '../../../support/scenario/in-process.ts';

const bea = principalOf('bea');
let scenario: Scenario;
let individual: string;
let page: Awaited<ReturnType<Scenario['page']>>;
beforeAll(async () => {
  scenario = await openScenario();
  await scenario.longAdmin(scenario.tenant, 'bea');
}, 60_000);
beforeEach(async () => {
  individual = await scenario.enrol();
  page = await scenario.page(individual);
});

const admins = (name: 'request' | 'confirm' | 'read' | 'undo', as = anna, body?: unknown) =>
  scenario.records(`erasure.${name}`, { as, path: { individual }, ...(body !== undefined && { body }) });
const confirm = (as: string) => admins('confirm', as, { individualId: individual });
const ask = () => page('my-erasure.ask', { body: { everything: true } });
const over = () =>
  scenario.change(erasureRow.key(scenario.tenant, individual), {
    dueAt: new Date(Date.now() - 1).toISOString(),
  });
const state = async () => (await scenario.records('individual.read', { path: { individual } })).body.state;

describe('the erasure of one individual', () => {
  it('locks their data at once, shows where the attestation will be, and is undone by them', async () => {
    const first = await ask();
    expect(first.body).toMatchObject({
      state: 'waiting',
      by: 'individual',
      address: expect.stringMatching(/\/v1\/attestations\/att_[0-9a-f]{32}$/),
      salt: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await state()).toBe('restricted');
    expect((await ask()).body).toEqual(first.body);
    expect((await page('my-erasure.undo')).body).toEqual({ state: 'none' });
    expect(await state()).toBe('active');
    expect(refusal(await page('my-erasure.undo'))).toBe('409 conflict');
    expect((await ask()).body.attestation).not.toBe(first.body.attestation);
    expect(await scenario.entries(individual, 'erasure.asked')).toHaveLength(2);
  });

  it('says before which records a law demands to keep, and for how long, where something is stored', async () => {
    const stays = async () => (await page('my-erasure.stays', { query: { language: 'en' } })).body.stays;
    const contact = { category: 'contact', date: '2026-10-01', fields: { name: 'Erika Brandt' } };
    await scenario.store(individual, contact);
    expect(await stays()).toEqual([]);
    const fields = { test: 'HbA1c', loinc: '4548-4', value: 6.1, unit: '%' };
    await scenario.store(individual, { category: 'health.lab', date: '2026-10-01', fields });
    const keep = { legalBasis: '§ 630f (3) BGB', minimum: 'P10Y', countsFrom: 'dated' };
    expect(await stays()).toEqual([{ category: 'health.lab', label: 'Laboratory results', keep }]);
  });

  it('is not undone by anybody once the 72 hours are over', async () => {
    await ask();
    await over();
    expect(refusal(await page('my-erasure.undo'))).toBe('409 conflict');
    expect(refusal(await admins('undo'))).toBe('409 conflict');
  });

  it('takes two admins who are two persons, and nobody else', async () => {
    for (const as of [paul, rita, otto, ute, operator])
      expect(refusal(await admins('request', as, {}))).toBe('403 forbidden');
    expect((await admins('request', anna, {})).body).toMatchObject({ state: 'requested', by: 'tenant' });
    expect(await state()).toBe('active');
    expect(refusal(await confirm(anna))).toBe('403 separation-of-duties');
    // Anna made Ines an admin.
    expect(refusal(await confirm(ines))).toBe('403 separation-of-duties');
    const another = { individualId: `ind_${'0'.repeat(32)}` };
    expect(refusal(await admins('confirm', bea, another))).toBe('409 conflict');
    expect((await confirm(bea)).body).toMatchObject({ state: 'waiting' });
    expect(await state()).toBe('restricted');
    expect((await page('my-erasure.undo')).status).toBe(200);
  });

  it('that nobody confirmed within seven days is to be requested again', async () => {
    await admins('request', anna, {});
    const askedAt = new Date(Date.now() - 7 * 24 * 3600 * 1000 - 1).toISOString();
    await scenario.change(erasureRow.key(scenario.tenant, individual), { askedAt });
    expect(refusal(await confirm(bea))).toBe('409 conflict');
    expect((await admins('request', bea, {})).status).toBe(200);
    expect(refusal(await admins('request', anna, {}))).toBe('409 conflict');
    expect((await confirm(anna)).body).toMatchObject({ state: 'waiting' });
  });

  it('has an address that is nothing before it is done, as is every other that somebody guesses', async () => {
    const { body } = await ask();
    const promised = String(body.attestation);
    const guessed = `${promised.slice(0, -1)}${promised.endsWith('0') ? '1' : '0'}`;
    const [early, other] = await Promise.all(
      [promised, guessed].map((attestation) =>
        scenario.evidence('attestation.read', { path: { attestation } }),
      ),
    );
    expect(refusal(early ?? expect.unreachable())).toBe('404 not-found');
    const answer = (got = early) => ({ ...got?.body, instance: undefined });
    expect(answer(other)).toEqual(answer());
  });

  it('that its individual asked for is not undone by an admin, nor what they made their own', async () => {
    await admins('request', anna, {});
    await confirm(bea);
    expect((await ask()).body.by).toBe('individual');
    expect(refusal(await admins('undo'))).toBe('409 conflict');
    expect((await admins('read')).body.state).toBe('waiting');
  });

  it('is asked for by no link, before the code', async () => {
    const { sessionRow } = await import('../../../../lambdas/model/session-rows.ts');
    const { pk, sk } = sessionRow.key(scenario.tenant, individual, '');
    const [session] = await scenario.queryAll({ table: 'vault', pk, prefix: sk });
    if (!session) throw new Error('no session');
    for (const level of ['link', 'standing']) {
      await scenario.change(session, { level });
      for (const got of [await ask(), await page('my-erasure.read'), await page('my-erasure.undo')])
        expect(got.status).toBe(403);
    }
  });
});
