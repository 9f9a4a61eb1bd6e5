import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { sessionToken } from '../../../../lambdas/stores/sessions/session-token.ts';
import { principalOf, refusal } from '../../../support/in-process/call.ts';
import { anna, paul } from '../../../support/scenario/in-process.ts';
import {
  fromPage,
  type Individual,
  type MailedScenario,
  openMailedScenario,
} from '../../../support/scenario/mailbox.ts';

const mallory = principalOf('mallory');
const bea = principalOf('bea');
const evil = { email: 'mallory@evil.example' };
let scenario: MailedScenario;
let person: Individual;

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openMailedScenario();
  await scenario.member(scenario.tenant, 'mallory', { roles: ['provider'] });
  await scenario.longAdmin(scenario.tenant, 'bea');
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});

const path = () => ({ individual: person.id });
const change = (as: string, contact = evil) =>
  scenario.records('individual.update', { as, path: path(), body: { contact } });
const confirm = (as: string, body: Record<string, string> = evil) =>
  scenario.records('contact-change.confirm', { as, path: path(), body });
const renew = () =>
  scenario.individuals('link.renew', {
    body: { tenant: scenario.tenant, address: evil.email },
    headers: fromPage,
  });
const row = () => scenario.row(individualRow.key(scenario.tenant, person.id));

/** Once the days after the change are over, whoever reads that mailbox asks for a fresh link, and gets none. */
async function nothingComesTo(email: string): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 73 * 3600 * 1000 });
  await scenario.individuals('link.renew', {
    body: { tenant: scenario.tenant, address: email },
    headers: fromPage,
  });
  await scenario.deliver();
  expect(await scenario.mails(email)).toEqual([]);
}

describe('a change of address by the tenant', () => {
  it('takes no effect by the calls of one provider alone who did not enrol the individual', async () => {
    person = await scenario.individual();
    expect((await change(mallory)).body).toMatchObject({ pendingConfirmation: true });
    expect(refusal(await confirm(mallory))).toBe('403 separation-of-duties');
    expect(refusal(await confirm(anna))).toBe('403 separation-of-duties');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 73 * 3600 * 1000 });
    await renew();
    await scenario.deliver();
    expect(await scenario.mails(evil.email)).toEqual([]);
    expect(await row()).toMatchObject({ addressVersion: 1 });
  });

  it('takes a second member, who repeats the address, within a week', async () => {
    person = await scenario.individual();
    await change(mallory);
    expect(refusal(await confirm(bea, { email: 'another@example.org' }))).toBe('409 conflict');
    expect((await confirm(bea)).status).toBe(200);
    expect(await row()).toMatchObject({ addressVersion: 2, contactSetBy: 'tenant' });
    expect(await row()).not.toHaveProperty('pendingContact');
    expect(refusal(await confirm(bea))).toBe('409 conflict');
    await scenario.deliver();
    expect((await scenario.mails(person.email)).map(({ subject }) => subject)).toContain(
      'Ihre Adresse wurde geändert',
    );
    person = await scenario.individual();
    await change(mallory);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 8 * 24 * 3600 * 1000 });
    expect(refusal(await confirm(bea))).toBe('409 conflict');
  });

  it('brings the new address no link without an open request, even when two members confirmed it', async () => {
    person = await scenario.individual();
    const email = `later-${person.email}`;
    await change(mallory, { email });
    await confirm(bea, { email });
    await nothingComesTo(email);
    await scenario.request(person.id);
    expect(sessionToken(await scenario.token(email))?.individual).toBe(person.id);
  });

  it('takes the one who enrolled the individual alone, until a first link was mailed', async () => {
    person = await scenario.individual();
    expect((await change(paul, { email: `right-${person.email}` })).body.pendingConfirmation).toBe(false);
    person = await scenario.individual();
    await scenario.request(person.id);
    await scenario.deliver();
    expect((await change(paul, { email: `right-${person.email}` })).body.pendingConfirmation).toBe(true);
  });
});

describe('a lost mailbox, after the first confirmed session,', () => {
  const seen = (as: string, stated?: 'desk') =>
    scenario.records('individual.update', { as, path: path(), body: { contact: evil, stated } });
  const owned = async () => {
    person = await scenario.individual();
    const request = await scenario.request(person.id);
    const page = await scenario.confirmed(person);
    await page.call('request.decide', { path: { request }, body: await page.grant(request) });
    return page;
  };

  it('takes two members who both state that they saw the individual; what was granted goes on', async () => {
    const page = await owned();
    expect(refusal(await seen(paul))).toBe('409 conflict');
    // Not even who enrolled them changes it alone.
    expect((await seen(paul, 'desk')).body.pendingConfirmation).toBe(true);
    expect(refusal(await confirm(paul, { ...evil, stated: 'desk' }))).toBe('403 separation-of-duties');
    expect(refusal(await confirm(bea))).toBe('409 conflict');
    expect((await page.call('session.read')).status).toBe(200);
    expect((await confirm(bea, { ...evil, stated: 'desk' })).status).toBe(200);
    const after = await row();
    expect(after).toMatchObject({ addressVersion: 2, contactSetBy: 'tenant', contactOwned: true });
    expect(Date.parse(String(after?.quietUntil)) - Date.now()).toBeGreaterThan(71 * 3600e3);
    expect(refusal(await page.call('session.read'))).toBe('401 unauthenticated');
    await scenario.deliver();
    const told = (await scenario.mails(person.email)).map(({ subject }) => subject);
    expect(told).toContain('Ihre Adresse wurde geändert');
    const consents = await scenario.consents('consent.list', { query: { individualId: person.id } });
    expect((consents.body.items as { state: string }[]).map(({ state }) => state)).toEqual(['active']);
  });

  it('brings the new address no link without an open request: nobody has confirmed a session with it', async () => {
    await owned();
    await scenario.deliver();
    const email = `desk-${person.email}`;
    await scenario.records('individual.update', {
      as: paul,
      path: path(),
      body: { contact: { email }, stated: 'desk' },
    });
    expect((await confirm(bea, { email, stated: 'desk' })).status).toBe(200);
    await nothingComesTo(email);
  });

  it('is not lost to who confirms a session at it: what was stated is void', async () => {
    await owned();
    await seen(paul, 'desk');
    await scenario.individuals('link.renew', {
      body: { tenant: scenario.tenant, address: person.email },
      headers: fromPage,
    });
    await scenario.confirmed(person);
    expect(refusal(await confirm(bea, { ...evil, stated: 'desk' }))).toBe('409 conflict');
  });
});
