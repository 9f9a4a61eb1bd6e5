import '../../../support/in-process/two-shards.ts';
import process from 'node:process';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { requestRow } from '../../../../lambdas/model/request-rows.ts';
import { newId, newSecret } from '../../../../lambdas/platform/runtime/random.ts';
import { sessionToken, tokenText } from '../../../../lambdas/stores/sessions/session-token.ts';
import { principalOf, refusal } from '../../../support/in-process/call.ts';
import {
  fromPage,
  type Individual,
  type MailedScenario,
  openMailedScenario,
} from '../../../support/scenario/mailbox.ts';

const bea = principalOf('bea');
let scenario: MailedScenario;
let person: Individual;

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openMailedScenario();
  await scenario.longAdmin(scenario.tenant, 'bea');
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});

async function asked(): Promise<{ request: string; token: string }> {
  person = await scenario.individual();
  const request = await scenario.request(person.id);
  return { request, token: await scenario.token(person.email) };
}

const open = (token: string, headers: Record<string, string> = fromPage) =>
  scenario.individuals('session.open', { body: { token }, headers });

describe('a link', () => {
  it('of nobody, of another tenant and with another secret gets the same answer', async () => {
    const { token } = await asked();
    const parts = sessionToken(token) ?? expect.unreachable('no token');
    const answers = await Promise.all(
      [
        { secret: newSecret() },
        { tenant: await scenario.openTenant() },
        { individual: newId('ind') },
        { tenant: newId('tnt') },
      ].map((other) => open(tokenText({ ...parts, ...other }))),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect({ ...body, instance: '' }).toEqual({ ...answers[0]?.body, instance: '' });
    }
  });

  it('opens only from the page itself', async () => {
    const { token } = await asked();
    expect((await open(token, {})).status).toBe(403);
    expect((await open(token, { ...fromPage, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await open(token, { ...fromPage, origin: 'https://evil.example' })).status).toBe(403);
  });

  it('opens a session of level link, says nothing of who asks, and can be opened again', async () => {
    const { request, token } = await asked();
    const got = await open(token);
    expect(got.status).toBe(201);
    expect(got.headers['Set-Cookie']).toMatch(
      /^__Host-habeas=[\w-]{64}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    );
    expect(got.body).toMatchObject({ level: 'link', requestId: request, extensionsLeft: 10, language: 'de' });
    const page = await scenario.open(token);
    const arrival = await page.call('arrival.read');
    expect(arrival.body).toEqual({
      requestId: request,
      state: 'pending',
      language: 'de',
      helpPhone: '+49 461 5550100',
      reference: got.body.reference,
    });
    expect((await scenario.mails(person.email))[0]?.text).toContain(got.body.reference);
    for (const name of ['request.show', 'request.receipt'] as const)
      expect((await page.call(name, { path: { request } })).body.type).toContain('code-required');
    expect((await page.call('my-data.read')).status).toBe(403);
    expect(await scenario.entries(person.id, 'link.used')).toHaveLength(2);
    expect(await scenario.entries(person.id, 'link.sent')).toHaveLength(1);
  });

  it('that has expired says so, and leads to a fresh one by its token', async () => {
    person = await scenario.individual();
    const request = await scenario.request(person.id);
    const old = await scenario.token(person.email);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 24 * 3600 * 1000 });
    expect((await open(old)).body.type).toBe('urn:habeas:problem:link-expired');
    const [refused, ...more] = await scenario.entries(person.id, 'operation.refused');
    expect(more).toEqual([]);
    expect(refused?.outcome).toBe('link-expired');
    // Whose link it was: the individual is the caller.
    expect(refused?.actorRef).toBe(refused?.individualRef);
    const renewed = await scenario.individuals('link.renew', { body: { token: old }, headers: fromPage });
    expect(renewed).toMatchObject({ status: 202, body: { sent: 'if-known' } });
    const fresh = await scenario.token(person.email);
    expect(fresh).not.toBe(old);
    const page = await scenario.open(fresh);
    expect((await page.call('arrival.read')).body).toMatchObject({ requestId: request, state: 'lapsed' });
  });

  it('is renewed three times an hour at most, and unknown people get the same answer', async () => {
    await asked();
    const renew = (body: unknown) => scenario.individuals('link.renew', { body, headers: fromPage });
    const { tenant } = scenario;
    for (let i = 0; i < 5; i++) {
      const known = await renew({ tenant, address: ` ${person.email.toUpperCase()}`.trim() });
      const unknown = await renew({ tenant, address: `nobody-${i}@example.org` });
      const nowhere = await renew({ tenant: newId('tnt'), address: person.email });
      expect(unknown).toEqual({ ...known, headers: expect.anything() });
      expect(nowhere).toEqual({ ...known, headers: expect.anything() });
    }
    expect(await scenario.deliver()).toBe(0);
    const mails = await scenario.mails(person.email);
    expect(mails.filter(({ subject }) => subject === 'Ihr neuer Link')).toHaveLength(3);
    expect(await scenario.entries(person.id, 'link.requested')).toHaveLength(3);
    expect(await scenario.mails('nobody-0@example.org')).toEqual([]);
  });

  it('is asked for in a queue of its own, so that no code waits behind a flood', async () => {
    await asked();
    await scenario.deliver();
    for (let i = 0; i < 5; i++)
      await scenario.individuals('link.renew', {
        body: { tenant: scenario.tenant, address: `flood-${i}@example.org` },
        headers: fromPage,
      });
    const attributes = new GetQueueAttributesCommand({
      QueueUrl: process.env.MAIL_QUEUE,
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    const { Attributes } = await new SQSClient().send(attributes);
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
    expect(await scenario.deliver()).toBe(0);
  });

  it('without a request lets its individual in', async () => {
    person = await scenario.individual();
    await scenario.individuals('link.renew', {
      body: { tenant: scenario.tenant, address: person.email },
      headers: fromPage,
    });
    const page = await scenario.open(await scenario.token(person.email));
    expect((await page.call('arrival.read')).body).toMatchObject({ state: 'nothing' });
  });
});

describe('a session', () => {
  it('is refused without its CSRF token, and after it was ended', async () => {
    const { token } = await asked();
    const page = await scenario.open(token);
    const forged = { headers: { 'x-csrf-token': 'x' }, body: {} };
    expect((await page.call('session.extend', forged)).body.type).toContain('csrf');
    expect((await page.call('session.end')).headers['Set-Cookie']).toMatch(/^__Host-habeas=; .*Max-Age=0/);
    expect((await page.call('session.read')).status).toBe(401);
  });

  it('is extended ten times, and ends by itself', async () => {
    const { token } = await asked();
    const page = await scenario.open(token);
    for (let left = 9; left >= 0; left--)
      expect((await page.call('session.extend', { body: {} })).body.extensionsLeft).toBe(left);
    expect((await page.call('session.extend', { body: {} })).status).toBe(409);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 60 * 1000 });
    expect((await page.call('session.read')).status).toBe(401);
  });

  it('of one individual does not reach another one’s request', async () => {
    const { request } = await asked();
    const { token } = await asked();
    const page = await scenario.open(token);
    expect((await page.call('request.decline', { path: { request }, body: {} })).status).toBe(404);
    await page.confirm(person.email);
    expect((await page.call('request.show', { path: { request }, query: {} })).status).toBe(404);
  });
});

describe('a provisional mark, set before the code,', () => {
  it('leaves the request pending: the mark can be changed, and the request can still be decided', async () => {
    const { request, token } = await asked();
    const page = await scenario.open(token);
    const mark = (name: 'request.decline' | 'request.not-for-me') =>
      page.call(name, { path: { request }, body: {} });
    expect((await mark('request.decline')).body).toEqual({ state: 'declined' });
    expect((await page.call('arrival.read')).body.state).toBe('declined');
    expect((await mark('request.not-for-me')).body).toEqual({ state: 'not-for-me' });
    const key = requestRow.key(scenario.tenant, person.id, request);
    expect(await scenario.row(key)).toMatchObject({
      state: 'pending',
      provisional: 'not-for-me',
      version: 1,
    });
    await page.confirm(person.email);
    const decided = await page.call('request.decide', {
      path: { request },
      body: await page.grant(request),
    });
    expect(decided.body.state).toBe('granted');
    expect(await scenario.row(key)).not.toHaveProperty('provisional');
  });

  it.each([
    ['“not for me”, which the code takes back, is a lapse', 'request.not-for-me', 'lapsed'],
    ['“no”, which the code alone does not take back, is a refusal', 'request.decline', 'refused'],
  ] as const)('without a decision after the code: %s', async (_, name, state) => {
    const { request, token } = await asked();
    const page = await scenario.open(token);
    await page.call(name, { path: { request }, body: {} });
    const code = await page.code(person.email);
    const other = code === '123456' ? '654321' : '123456';
    expect((await page.call('code.verify', { body: { code: other } })).body.type).toContain('wrong-code');
    const key = requestRow.key(scenario.tenant, person.id, request);
    expect(await scenario.row(key)).toHaveProperty('provisional');
    expect((await page.call('code.verify', { body: { code } })).status).toBe(200);
    expect(await scenario.row(key)).toMatchObject({ state: 'pending', version: 1 });
    await scenario.lapse(request);
    const shown = await page.call('request.show', { path: { request }, query: {} });
    expect(shown.body.state).toBe(state);
  });

  it('stays when the code comes after the request has lapsed: what was refused does not become a lapse', async () => {
    const { request, token } = await asked();
    const page = await scenario.open(token);
    await page.call('request.not-for-me', { path: { request }, body: {} });
    await scenario.lapse(request);
    await page.confirm(person.email);
    const shown = await page.call('request.show', { path: { request }, query: {} });
    expect(shown.body.state).toBe('refused');
  });

  it('becomes a refusal when the request lapses', async () => {
    const { request, token } = await asked();
    const page = await scenario.open(token);
    await page.call('request.decline', { path: { request }, body: {} });
    await page.confirm(person.email);
    for (let i = 0; i < 10; i++) await page.call('session.extend', { body: {} });
    await scenario.lapse(request);
    const shown = await page.call('request.show', { path: { request }, query: {} });
    expect(shown.body.state).toBe('refused');
    const decided = await page.call('request.decide', { path: { request }, body: { choice: 'refuse' } });
    expect(decided.body.type).toBe('urn:habeas:problem:conflict');
  });
});

describe('a code', () => {
  it('goes to the known address, masked on the page, three times an hour', async () => {
    const { token } = await asked();
    const page = await scenario.open(token);
    const sent = await Promise.all(Array.from({ length: 8 }, () => page.call('code.send', { body: {} })));
    const [local = ''] = person.email;
    expect(sent.filter(({ status }) => status === 202)).toHaveLength(3);
    expect(sent.find(({ status }) => status === 202)?.body.sentTo).toBe(`${local}…@example.org`);
    const refused = sent.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(Number(refused[0]?.headers['Retry-After'])).toBeGreaterThan(3500);
    expect(await scenario.entries(person.id, 'code.requested')).toHaveLength(3);
  });

  it('that is wrong is counted: five tries, however many come at once', async () => {
    const { token } = await asked();
    const page = await scenario.open(token);
    const code = await page.code(person.email);
    const wrong = code === '000000' ? '111111' : '000000';
    const guesses = await Promise.all(
      Array.from({ length: 20 }, () => page.call('code.verify', { body: { code: wrong } })),
    );
    const types = guesses.map(({ body }) => String(body.type).slice('urn:habeas:problem:'.length));
    expect(types.filter((type) => type === 'wrong-code')).toHaveLength(5);
    expect(types.filter((type) => type === 'locked')).toHaveLength(15);
    expect((await page.call('code.verify', { body: { code } })).status).toBe(423);
    expect(await scenario.entries(person.id, 'code.wrong')).toHaveLength(5);
    await page.confirm(person.email);
    expect((await page.call('session.read')).body.level).toBe('confirmed');
  });

  it('belongs to the link: whoever opens it again types the newest one, once', async () => {
    const { token } = await asked();
    const one = await scenario.open(token);
    const older = await one.code(person.email);
    const newest = await one.code(person.email);
    const two = await scenario.open(token);
    expect(refusal(await two.call('code.verify', { body: { code: older } }))).toBe('403 wrong-code');
    expect((await two.call('code.verify', { body: { code: newest } })).body.level).toBe('confirmed');
    expect(refusal(await one.call('code.verify', { body: { code: newest } }))).toBe('403 wrong-code');
  });

  it('of one link is good for no other link, and for none after thirty minutes', async () => {
    const { token } = await asked();
    const one = await scenario.open(token);
    await scenario.individuals('link.renew', { body: { token }, headers: fromPage });
    const other = await scenario.open(await scenario.token(person.email));
    const code = await one.code(person.email);
    expect(refusal(await other.call('code.verify', { body: { code } }))).toBe('403 wrong-code');
    await one.call('session.extend', { body: {} });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 29 * 60 * 1000 });
    await one.call('session.extend', { body: {} });
    vi.setSystemTime(Date.now() + 2 * 60 * 1000);
    expect((await one.call('code.verify', { body: { code } })).body.type).toContain('wrong-code');
  });

  it('is sent six times an hour to one individual: an old link cannot use up those of a new one', async () => {
    const { token } = await asked();
    const links = [token];
    for (let i = 0; i < 2; i++) {
      await scenario.individuals('link.renew', { body: { token }, headers: fromPage });
      links.push(await scenario.token(person.email));
    }
    const sent = [];
    for (const link of links) {
      const page = await scenario.open(link);
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push((await page.call('code.send', { body: {} })).status);
      sent.push(answers);
    }
    expect(sent).toEqual([
      [202, 202, 202, 429],
      [202, 202, 202, 429],
      [429, 429, 429, 429],
    ]);
  });

  it('guessed thirty times locks the link, and a fresh one goes to the known address by itself', async () => {
    const { token, request } = await asked();
    const guesses: string[] = [];
    let page = await scenario.open(token);
    for (let i = 0; i < 6; i++) {
      // Three codes an hour.
      if (i === 3) vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61 * 60 * 1000 });
      page = await scenario.open(token);
      const code = await page.code(person.email);
      const wrong = code === '000000' ? '111111' : '000000';
      for (let tries = 0; tries < 5; tries++)
        guesses.push(refusal(await page.call('code.verify', { body: { code: wrong } })));
    }
    expect(guesses).toEqual(Array(30).fill('403 wrong-code'));
    expect(refusal(await page.call('code.verify', { body: { code: '123456' } }))).toBe('410 link-expired');
    expect(refusal(await page.call('code.send', { body: {} }))).toBe('410 link-expired');
    expect(refusal(await open(token))).toBe('410 link-expired');
    const fresh = await scenario.token(person.email);
    expect(fresh).not.toBe(token);
    const again = await scenario.open(fresh);
    expect(again.opened.body.requestId).toBe(request);
    await again.confirm(person.email);
  });

  it('vouches for the address it was sent to and for no other: links, sessions and codes end with it', async () => {
    const { token } = await asked();
    const page = await scenario.open(token);
    const code = await page.code(person.email);
    const got = await scenario.records('individual.update', {
      path: { individual: person.id },
      body: { contact: { email: `moved-${person.email}` } },
    });
    expect(got.body.pendingConfirmation).toBe(true);
    expect((await page.call('session.read')).status).toBe(200);
    const confirmed = await scenario.records('contact-change.confirm', {
      as: bea,
      path: { individual: person.id },
      body: { email: `moved-${person.email}` },
    });
    expect(confirmed.status).toBe(200);
    expect(refusal(await page.call('code.verify', { body: { code } }))).toBe('401 unauthenticated');
    expect(refusal(await open(token))).toBe('410 link-expired');
    const key = individualRow.key(scenario.tenant, person.id);
    expect(await scenario.row(key)).toMatchObject({ contactOwned: false, addressVersion: 2 });
  });

  it('stays good when the same address is spelt otherwise', async () => {
    const { token } = await asked();
    const page = await scenario.open(token);
    await scenario.records('individual.update', {
      path: { individual: person.id },
      body: { contact: { email: person.email.replace('reader', 'Reader') } },
    });
    const key = individualRow.key(scenario.tenant, person.id);
    expect(await scenario.row(key)).not.toHaveProperty('quietUntil');
    await scenario.deliver();
    const told = (await scenario.mails(person.email)).map(({ subject }) => subject);
    expect(told).not.toContain('Ihre Adresse wurde geändert');
    expect((await page.call('session.read')).status).toBe(200);
  });

  it('confirms once: the address is the individual’s own from then on', async () => {
    const { token } = await asked();
    const page = await scenario.open(token);
    const code = await page.code(person.email);
    const got = await page.call('code.verify', { body: { code } });
    expect(got.body).toMatchObject({ level: 'confirmed', csrf: page.csrf });
    const key = individualRow.key(scenario.tenant, person.id);
    expect(await scenario.row(key)).toMatchObject({ contactOwned: true });
    expect((await page.call('code.verify', { body: { code } })).body.type).toContain('forbidden');
    expect(await scenario.entries(person.id, 'session.confirmed')).toHaveLength(1);
  });
});
