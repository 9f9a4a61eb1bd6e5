import '../../../support/in-process/two-shards.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mailRow } from '../../../../lambdas/model/outbox-rows.ts';
import { addressRow, type Contact, individualRow } from '../../../../lambdas/model/people-rows.ts';
import { fenceRow } from '../../../../lambdas/model/tenant-rows.ts';
import {
  anna,
  openScenario,
  operator,
  otto,
  rita,
  type Scenario,
  ute,
} from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);
afterAll(() => {
  vi.useRealTimers();
});

const create = (body: unknown, more: { as?: string; headers?: Record<string, string> } = {}) =>
  scenario.records('individual.create', { body, ...more });
const patch = (individual: string, body: unknown, ifMatch?: string) =>
  scenario.records('individual.update', {
    path: { individual },
    body,
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  });
const find = async (reference: string) =>
  (await scenario.records('individual.search', { body: { reference } })).body.items;
const row = async (individual: string) =>
  (await scenario.read([individualRow.at(scenario.tenant, individual)]))[0];
const rowsBelow = (pk: string, prefix: string) => scenario.queryAll({ table: 'vault', pk, prefix });
const entries = async (type: string) =>
  (await scenario.log(scenario.tenant)).filter((one) => one === type).length;

/** What is sealed under the individual's use `contact`, opened. */
async function opened<T>(individual: string, kind: string, id: string, version: number, sealed: unknown) {
  return (await scenario.sealer(individual, 'contact')).open<T>(kind, id, version, sealed).release();
}

describe('enrolling an individual', () => {
  it('is for providers', async () => {
    for (const as of [anna, rita, otto, ute, operator])
      expect((await create(scenario.someone(), { as })).body.type).toBe('urn:habeas:problem:forbidden');
  });

  it.each([
    ['an unknown member', { admin: true }, '/admin'],
    ['an address that is none', { contact: { email: 'at home' } }, '/contact/email'],
    ['a reference of white space', { reference: ' \t ' }, '/reference'],
    ['a language it does not speak', { language: 'fr' }, '/language'],
  ])('refuses %s', async (_, over, pointer) => {
    const { status, body } = await create({ ...scenario.someone(), ...over });
    expect([status, (body.errors as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer]);
  });

  it('refuses a reference that somebody has, however it is written', async () => {
    const first = { ...scenario.someone(), reference: 'Ä-1' };
    expect((await create(first)).status).toBe(201);
    for (const reference of ['Ä-1', ' Ä-1 ', 'A\u0308-1'])
      expect((await create({ ...scenario.someone(), reference })).body.type).toContain('already-exists');
    expect((await create({ ...scenario.someone(), reference: 'ä-1' })).status).toBe(201);
  });

  it('twice at once under the same reference enrols one', async () => {
    const reference = 'race';
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => create({ ...scenario.someone(), reference })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
  });

  it('gives the first answer to a repeat, and refuses its key for another body', async () => {
    const headers = { 'idempotency-key': 'enrol-1' };
    const body = scenario.someone();
    const answers = await Promise.all(Array.from({ length: 5 }, () => create(body, { headers })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect((await create(body, { headers })).body).toEqual(answers[0]?.body);
    expect((await create(scenario.someone(), { headers })).body.type).toContain('idempotency-mismatch');
  });

  it('keeps nothing of the person in the clear', async () => {
    const person = {
      ...scenario.someone(),
      reference: 'CLEAR-7731',
      contact: { email: 'Clara.Klar@example.org', phone: '+49 461 555018844', name: 'Clara Klar' },
    };
    const { body, headers, status } = await create(person);
    expect([status, body]).toEqual([201, { id: expect.stringMatching(/^ind_[0-9a-f]{32}$/), version: 1 }]);
    expect(headers.Location).toBe(`/v1/tenants/${scenario.tenant}/individuals/${body.id}`);
    const { dumped } = await import('../../../support/dumped.ts');
    expect(await dumped()).not.toMatch(/CLEAR|Klar|clara|5550188/i);
    const stored = await row(String(body.id));
    expect(await opened<Contact>(String(body.id), 'individual', String(body.id), 1, stored?.sealed)).toEqual({
      reference: person.reference,
      ...person.contact,
    });
  });
});

describe('an individual', () => {
  it('of another tenant, and the canary of a shard, are as one who is not there', async () => {
    const { canaryOf } = await import('../../../../lambdas/crypto/one-time.ts');
    const { newId } = await import('../../../../lambdas/platform/runtime/random.ts');
    const other = await scenario.openTenant();
    await scenario.member(other, 'paul', { roles: ['provider'] });
    const individual = await scenario.enrol();
    const answers = await Promise.all([
      scenario.records('individual.read', { path: { individual: newId('ind') } }),
      scenario.records('individual.read', { path: { individual, tenant: other } }),
      scenario.records('individual.read', { path: { individual: canaryOf(scenario.tenant, '0') } }),
      scenario.records('individual.read', { path: { individual: 'ind_1' } }),
    ]);
    for (const { status, body } of answers)
      expect([status, { ...body, instance: '' }]).toEqual([404, { ...answers[0]?.body, instance: '' }]);
  });

  it('is read without values', async () => {
    const individual = await scenario.enrol();
    const { body, headers } = await scenario.records('individual.read', { path: { individual } });
    expect(body).toEqual({
      id: individual,
      state: 'active',
      createdAt: expect.any(String),
      contactSetAt: body.createdAt,
      contactOwnedByIndividual: false,
      version: 1,
    });
    expect(headers.ETag).toBe('"v1"');
  });

  it('is found by reference, in its own tenant only', async () => {
    const individual = await scenario.enrol({ reference: 'Find Me' });
    expect(await find('  Find Me')).toEqual([{ id: individual }]);
    expect(await find('find me')).toEqual([]);
    const other = await scenario.openTenant();
    await scenario.member(other, 'paul', { roles: ['provider'] });
    const got = await scenario.records('individual.search', {
      path: { tenant: other },
      body: { reference: 'Find Me' },
    });
    expect(got.body).toEqual({ items: [] });
  });
});

describe('a change of contact', () => {
  it('is refused for a stale version, and for an address that the individual owns', async () => {
    const individual = await scenario.enrol();
    expect((await patch(individual, { language: 'en' }, '"v2"')).status).toBe(412);
    expect((await patch(individual, { language: 'en' }, 'v1')).status).toBe(400);
    expect((await patch(individual, {})).status).toBe(400);
    await scenario.change(individualRow.key(scenario.tenant, individual), { contactOwned: true });
    const { status, body } = await patch(individual, { contact: { email: 'thief@example.org' } });
    expect([status, body.type]).toEqual([409, 'urn:habeas:problem:conflict']);
    expect((await patch(individual, { language: 'en' }, '"v1"')).body).toEqual({
      id: individual,
      version: 2,
      pendingConfirmation: false,
    });
  });

  it('tells the old address, moves the look-up, and lets no message out for 72 hours, of which no requester learns', async () => {
    const individual = await scenario.enrol({ contact: { email: 'old@example.org', name: 'Erika' } });
    const before = await row(individual);
    const { status, body, headers } = await patch(
      individual,
      { contact: { email: 'new@example.org' } },
      '"v1"',
    );
    expect([status, body, headers.ETag]).toEqual([
      200,
      { id: individual, version: 2, pendingConfirmation: false },
      '"v2"',
    ]);
    const after = await row(individual);
    expect(after).toMatchObject({ contactVersion: 2, contactSetBy: 'tenant', gate: 1 });
    expect(Date.parse(String(after?.quietUntil)) - Date.parse(String(after?.contactSetAt))).toBe(72 * 3600e3);
    expect(after?.addressHash).not.toBe(before?.addressHash);
    const address = (hash: unknown) => addressRow.at(scenario.tenant, String(hash), individual);
    const [gone, moved] = await scenario.read([address(before?.addressHash), address(after?.addressHash)]);
    expect([gone, moved?.individual]).toEqual([undefined, individual]);
    const [mail] = await rowsBelow(String(after?.pk), `I#${individual.slice(4)}#M#`);
    const { id, kind, sealed } = mailRow.from(mail ?? expect.fail('no mail is due'));
    expect(kind).toBe('contact-changed');
    expect(await opened(individual, 'mail', id, 1, sealed)).toEqual({ email: 'old@example.org' });
    const asked = await scenario.consents('request.create', { body: scenario.requestBody(individual) });
    expect(asked.status).toBe(201);
  });

  it('of the name alone sends no mail and delays none', async () => {
    const contact = { email: 'same@example.org', name: 'Before' };
    const individual = await scenario.enrol({ contact, reference: 'same' });
    expect((await patch(individual, { contact: { ...contact, name: 'After' } })).status).toBe(200);
    const stored = await row(individual);
    expect(stored?.quietUntil).toBeUndefined();
    expect(await rowsBelow(String(stored?.pk), `I#${individual.slice(4)}#M#`)).toEqual([]);
    expect(await opened(individual, 'individual', individual, 2, stored?.sealed)).toEqual({
      reference: 'same',
      email: 'same@example.org',
      name: 'After',
    });
  });

  it('made twice at once happens once', async () => {
    const individual = await scenario.enrol();
    const before = await entries('contact.changed');
    const answers = await Promise.all(
      ['a@example.org', 'b@example.org'].map((email) => patch(individual, { contact: { email } }, '"v1"')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await entries('contact.changed')).toBe(before + 1);
  });

  it('is refused while the individual is being erased', async () => {
    const individual = await scenario.enrol();
    await scenario.change(individualRow.key(scenario.tenant, individual), { state: 'erasing', gate: 2 });
    expect((await patch(individual, { language: 'en' })).status).toBe(409);
  });
});

describe('after the end of the contract', () => {
  it('nobody is enrolled, even by a call that read the contract before; individuals are still read and corrected', async () => {
    const tenant = await scenario.openTenant();
    await scenario.member(tenant, 'paul', { roles: ['provider'] });
    const path = { tenant };
    const made = await scenario.records('individual.create', { path, body: scenario.someone() });
    const body = scenario.someone();
    const fences = [...'01'].map((shard) => fenceRow.key(tenant, shard));
    await Promise.all(fences.map((fence) => scenario.change(fence, { state: 'closed', epoch: 2 })));
    const late = await scenario.records('individual.create', { path, body });
    expect([late.status, late.body.type]).toEqual([409, 'urn:habeas:problem:tenant-not-open']);
    const ended = await scenario.call('termination.set', {
      as: operator,
      path,
      body: { reason: 'customer-request' },
    });
    expect(ended.status).toBe(200);
    expect((await scenario.records('individual.create', { path, body })).body.type).toContain(
      'tenant-not-open',
    );
    const individual = String(made.body.id);
    const read = await scenario.records('individual.read', { path: { tenant, individual } });
    expect(read.status).toBe(200);
    const put = await scenario.records('individual.update', {
      path: { tenant, individual },
      body: { language: 'en' },
    });
    expect(put.status).toBe(200);
  });
});
