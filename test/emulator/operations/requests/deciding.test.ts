import '../../../support/in-process/two-shards.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyStatement } from '../../../../lambdas/crypto/statement.ts';
import type { Consent } from '../../../../lambdas/domain/consents/consent.ts';
import type { SignedStatement } from '../../../../lambdas/domain/evidence/statement.ts';
import { consentContent, consentRow, usesRow } from '../../../../lambdas/model/consent-rows.ts';
import { rangeBelow } from '../../../../lambdas/model/places.ts';
import { requestRow } from '../../../../lambdas/model/request-rows.ts';
import { now } from '../../../../lambdas/platform/runtime/clock.ts';
import { shortCodeOf } from '../../../../lambdas/stores/keys/short-code.ts';
import { mailedLink } from '../../../../local/pages/mailed-link.ts';
import {
  type Individual,
  type MailedScenario,
  openMailedScenario,
  type Page,
} from '../../../support/scenario/mailbox.ts';

let scenario: MailedScenario;
let person: Individual;

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openMailedScenario();
}, 60_000);

const items = [
  { category: 'contact', fields: ['name', 'phone'] },
  { category: 'health.lab', fields: ['test', 'value', 'unit', 'note'] },
];

async function requested(over: object = {}): Promise<{ request: string; page: Page }> {
  person = await scenario.individual();
  const request = await scenario.request(person.id, { items, ...over });
  return { request, page: await scenario.confirmed(person) };
}

const decide = (page: Page, request: string, body: unknown) =>
  page.call('request.decide', { path: { request }, body });

/** Every consent of the individual, opened. */
async function consents(): Promise<Consent[]> {
  const rows = await scenario.queryAll(rangeBelow(scenario.tenant, person.id, '#C'));
  const sealer = await scenario.sealer(person.id, 'case');
  return rows.filter(consentRow.is).map((row) => consentContent.open(sealer, consentRow.from(row)).release());
}

/** The fields that the laboratory may not ask for again. */
async function blocks(): Promise<string[]> {
  const { readAsking } = await import('../../../../lambdas/stores/requests/asking.ts');
  const place = {
    tenant: scenario.tenant,
    individual: person.id,
    organisation: 'labor-sued',
    purpose16: shortCodeOf(person.id, 'MedicalHealth'),
  };
  const { asking } = await readAsking(place, await scenario.sealer(person.id, 'case'), now());
  return Object.keys(asking.blocks).sort();
}

const allFields = items
  .flatMap(({ category, fields }) => fields.map((field) => `${category}/${field}`))
  .sort();

async function checked(statement: unknown) {
  const { publicKeys } = await import('../../../../lambdas/stores/statements/signer.ts');
  return verifyStatement(statement as SignedStatement, { keys: await publicKeys() });
}

describe('a grant that may not be made', () => {
  /* Of one request: what is refused changes nothing. */
  let pending: Awaited<ReturnType<typeof requested>>;
  beforeAll(async () => {
    pending = await requested();
  });
  it.each([
    ['nothing', { items: [] }, 'invalid-request'],
    [
      'a category that was not asked for',
      { items: [{ category: 'other', fields: ['x'] }] },
      'invalid-request',
    ],
    [
      'a field that was not asked for',
      { items: [{ category: 'contact', fields: ['city'] }] },
      'invalid-request',
    ],
    [
      'special data without the explicit statement',
      { items: [{ category: 'health.lab', fields: ['test'] }] },
      'invalid-request',
    ],
    ['a later end', { until: '2099-01-01T00:00:00Z' }, 'invalid-request'],
    ['other recipients', { recipients: ['somebody'] }, 'invalid-request'],
    ['something else than what is shown', { shownHash: '0'.repeat(64) }, 'conflict'],
  ])('of %s is refused and changes nothing', async (_, over, code) => {
    const { request, page } = pending;
    const got = await decide(page, request, await page.grant(request, over));
    expect(got.body.type).toBe(`urn:habeas:problem:${code}`);
    expect(await consents()).toEqual([]);
    const key = requestRow.key(scenario.tenant, person.id, request);
    expect(await scenario.row(key)).toMatchObject({ state: 'pending', version: 1 });
  });
});

describe('a grant', () => {
  it('of all that was requested blocks nothing, uses the link up and mails a withdrawal link', async () => {
    const { request, page } = await requested();
    const token = await scenario.token(person.email);
    const got = await decide(page, request, await page.grant(request));
    expect(got).toMatchObject({ status: 200, body: { id: request, state: 'granted' } });
    const [consent] = await consents();
    expect(consent).toMatchObject({
      id: got.body.consentId,
      request,
      organisation: 'labor-sued',
      purpose: 'MedicalHealth',
      assurance: 'link+code',
      language: 'de',
      state: 'active',
      version: 1,
      events: [{ type: 'granted', channel: 'page', contact: { setBy: 'tenant' } }],
    });
    expect(consent?.events[0]).toMatchObject(got.body.audit as object);
    expect(await blocks()).toEqual([]);
    const again = await scenario.individuals('session.open', {
      body: { token },
      headers: { origin: 'http://localhost:4180' },
    });
    expect(again).toMatchObject({ status: 410, body: { type: 'urn:habeas:problem:link-used' } });
    await scenario.deliver();
    const [mail] = await scenario.mails(person.email);
    const { leaf } = got.body.audit as { leaf: string };
    expect(mail?.text).toContain(leaf);
    expect(await scenario.entries(person.id, 'consent.granted')).toHaveLength(1);
  });

  it('of less names what was requested, and blocks what was left out', async () => {
    const { request, page } = await requested({ reads: { times: 3 } });
    const items = [{ category: 'health.lab', fields: ['test', 'value'], explicit: true }];
    await decide(page, request, await page.grant(request, { items, reads: 'once' }));
    const [consent] = await consents();
    expect(consent).toMatchObject({
      items: [{ category: 'health.lab', fields: ['test', 'value'] }],
      reads: 'once',
    });
    expect(consent?.asked).toHaveLength(2);
    expect(await blocks()).toEqual(allFields);
    const purpose16 = shortCodeOf(person.id, 'MedicalHealth');
    const uses = usesRow.key(consentRow.key(scenario.tenant, person.id, purpose16, consent?.id ?? ''));
    expect(await scenario.row(uses)).toMatchObject({ used: 0 });
  });

  it('made twenty times at once gives one consent, one entry and one mail', async () => {
    const { request, page } = await requested();
    const body = await page.grant(request);
    const other = { ...body, reads: 'once' };
    const got = await Promise.all(
      Array.from({ length: 20 }, (_, i) => decide(page, request, i % 2 === 0 ? body : other)),
    );
    expect(await consents()).toHaveLength(1);
    const granted = got.filter(({ status }) => status === 200);
    // The same decision again is answered alike; the other one finds the request decided and the link used.
    expect(granted).toHaveLength(10);
    expect(new Set(granted.map((one) => JSON.stringify(one.body))).size).toBe(1);
    expect(new Set(got.filter(({ status }) => status !== 200).map((one) => one.body.type))).toEqual(
      new Set(['urn:habeas:problem:link-used']),
    );
    expect(await scenario.entries(person.id, 'consent.granted')).toHaveLength(1);
    await scenario.deliver();
    const mails = await scenario.mails(person.email);
    expect(mails.filter(({ subject }) => subject === 'Ihre Antwort ist angekommen')).toHaveLength(1);
  });

  it('in another session of the same request conflicts with the first one', async () => {
    person = await scenario.individual();
    const request = await scenario.request(person.id);
    const token = await scenario.token(person.email);
    const pages = [await scenario.open(token), await scenario.open(token)] as const;
    for (const page of pages) await page.confirm(person.email);
    const body = await pages[0].grant(request);
    const got = await Promise.all(pages.map((page) => decide(page, request, body)));
    expect(got.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await consents()).toHaveLength(1);
  });

  it('is linked to the consent before it', async () => {
    const { request, page } = await requested();
    await decide(page, request, await page.grant(request));
    const second = await scenario.request(person.id, { items, reads: 'once' });
    await decide(page, second, await page.grant(second));
    const all = await consents();
    const newest = all.find((consent) => consent.request === second);
    expect(newest?.previous).toBe(all.find((consent) => consent.request === request)?.id);
  });

  it('is not possible after the contract’s end, which cancels what is open unless it is reinstated; refusing is', async () => {
    const { request, page } = await requested();
    const body = await page.grant(request);
    const shown = async () => (await page.call('request.show', { path: { request } })).body.state;
    const listed = async (state: string) => {
      const query = { individualId: person.id, state };
      return (await scenario.consents('request.list', { query })).body.items;
    };
    await scenario.setState('retrieval');
    try {
      expect([await shown(), await listed('pending')]).toEqual(['cancelled', []]);
      expect(await listed('cancelled')).toHaveLength(1);
      expect(
        (await page.call('request.preview', { path: { request }, body: { language: 'de' } })).status,
      ).toBe(409);
      await scenario.setState('open');
      expect(await shown()).toBe('pending');
      await scenario.setState('retrieval');
      const granted = await decide(page, request, body);
      expect(granted.body.type).toBe('urn:habeas:problem:tenant-not-open');
      expect((await page.call('my-data.read')).status).toBe(200);
      expect((await decide(page, request, { choice: 'refuse' })).body.state).toBe('refused');
    } finally {
      await scenario.setState('open');
    }
  });

  it('has a receipt that anyone can check, the same bytes each time', async () => {
    const { request, page } = await requested();
    const { body } = await decide(page, request, await page.grant(request));
    const path = { consent: String(body.consentId) };
    const got = await Promise.all([1, 2, 3].map(() => page.call('my-consent.receipt', { path })));
    expect(new Set(got.map((one) => JSON.stringify(one.body))).size).toBe(1);
    const { claims } = await checked(got[0]?.body);
    expect(claims).toMatchObject({ kind: 'consent-receipt', id: path.consent });
    expect((await page.call('request.receipt', { path: { request } })).status).toBe(404);
  });
});

describe('a refusal', () => {
  it('blocks all that was requested, mails no link, and has a receipt', async () => {
    const { request, page } = await requested();
    const before = (await scenario.mails(person.email)).length;
    const got = await decide(page, request, { choice: 'refuse' });
    expect(got).toMatchObject({ status: 200, body: { id: request, state: 'refused' } });
    expect(await consents()).toEqual([]);
    expect(await blocks()).toEqual(allFields);
    await scenario.deliver();
    const [mail, ...older] = await scenario.mails(person.email);
    expect(older).toHaveLength(before);
    expect(mail?.text).not.toMatch(mailedLink);
    const receipt = await page.call('request.receipt', { path: { request } });
    expect(receipt.body.record).toMatchObject({ event: { event_type: 'refused' } });
    await checked(receipt.body);
    expect(await scenario.entries(person.id, 'consent.refused')).toHaveLength(1);
    const grant = await decide(page, request, await page.grant(request));
    expect(grant.body.type).toBe('urn:habeas:problem:link-used');
  });
});

describe('a withdrawal', () => {
  async function granted() {
    const { request, page } = await requested();
    const { body } = await decide(page, request, await page.grant(request));
    return { page, path: { consent: String(body.consentId) } };
  }

  it('ends the consent at once, once, and blocks what it covered', async () => {
    const { page, path } = await granted();
    const got = await Promise.all(
      Array.from({ length: 20 }, () => page.call('my-consent.withdraw', { path, body: {} })),
    );
    expect(got.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(got.map((one) => JSON.stringify(one.body))).size).toBe(1);
    expect(got[0]?.body).toMatchObject({ state: 'withdrawn', version: 2 });
    const [consent] = await consents();
    expect(consent?.events.map(({ type, channel, told }) => [type, channel, told])).toEqual([
      ['granted', 'page', false],
      ['withdrawn', 'page', false],
    ]);
    expect(await blocks()).toEqual(allFields);
    expect(await scenario.entries(person.id, 'consent.withdrawn')).toHaveLength(1);
    await scenario.deliver();
    const mails = await scenario.mails(person.email);
    expect(mails.filter(({ subject }) => subject === 'Ihre Erlaubnis ist beendet')).toHaveLength(1);
    const receipt = await page.call('my-consent.receipt', { path });
    expect(receipt.body.record).toMatchObject({ event: { event_state: 'withdrawn' } });
    await checked(receipt.body);
  });

  it('needs one press on the withdrawal link, which can do nothing else', async () => {
    const { path } = await granted();
    const standing = await scenario.open(await scenario.token(person.email));
    expect(standing.opened.body).toMatchObject({ level: 'standing', consentId: path.consent });
    const [mail] = await scenario.mails(person.email);
    expect(mail?.text).toContain(standing.opened.body.reference);
    const seen = await standing.call('withdrawal.read');
    expect(seen.body).toEqual({
      id: path.consent,
      organisation: { name: 'Labor Süd GmbH' },
      recipients: [{ name: 'Labor Süd GmbH' }],
      state: 'active',
      grantedAt: expect.any(String),
      withdrawable: true,
      withdrawSentence: expect.stringContaining('Labor Süd GmbH'),
    });
    for (const name of ['my-consent.list', 'my-consent.read'] as const)
      expect((await standing.call(name, { path })).status).toBe(403);
    expect((await standing.call('code.send', { body: {} })).status).toBe(403);
    expect((await standing.call('my-data.read')).status).toBe(403);
    expect((await standing.call('my-consent.receipt', { path })).status).toBe(403);
    const got = await standing.call('my-consent.withdraw', { path, body: { tellReason: true } });
    expect(got.body.state).toBe('withdrawn');
    expect((await consents())[0]?.events[1]).toMatchObject({ channel: 'standing-link', told: true });
    expect((await standing.call('withdrawal.read')).body).toMatchObject({
      state: 'withdrawn',
      withdrawable: false,
    });
  });

  it('through a withdrawal link reaches no other consent', async () => {
    const first = await granted();
    const standing = await scenario.open(await scenario.token(person.email));
    const request = await scenario.request(person.id);
    const { body } = await decide(first.page, request, await first.page.grant(request));
    const path = { consent: String(body.consentId) };
    expect((await standing.call('my-consent.withdraw', { path, body: {} })).status).toBe(404);
    expect((await standing.call('withdrawal.read')).body.id).toBe(first.path.consent);
  });

  it('is possible after the contract’s end', async () => {
    const { page, path } = await granted();
    await scenario.setState('retrieval');
    try {
      expect((await page.call('my-consent.withdraw', { path, body: {} })).status).toBe(200);
    } finally {
      await scenario.setState('open');
    }
  });
});
