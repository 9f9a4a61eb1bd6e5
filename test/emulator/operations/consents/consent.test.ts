import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { contentHash } from '../../../../lambdas/crypto/canonical.ts';
import { verifyStatement } from '../../../../lambdas/crypto/statement.ts';
import type { SignedStatement } from '../../../../lambdas/domain/evidence/statement.ts';
import { dataKeyRow } from '../../../../lambdas/model/key-rows.ts';
import { laborSued } from '../../../../local/demo/praxis-nord.ts';
import { type Got, principalOf, refusal } from '../../../support/in-process/call.ts';
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

let scenario: Scenario;
let individual: string;
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);
beforeEach(async () => {
  individual = await scenario.enrol();
});
afterEach(() => {
  vi.useRealTimers();
});

const days = 24 * 3600 * 1000;
const granted = async (over: Record<string, unknown> = {}, as = rita) =>
  scenario.grant(await scenario.request(individual, over, as));
const read = (consent: string, as = rita) => scenario.consents('consent.read', { as, path: { consent } });
const list = (as = rita, query: Record<string, string> = { individualId: individual }) =>
  scenario.consents('consent.list', { as, query });
const receipt = (consent: string, as = rita) =>
  scenario.consents('consent.receipt', { as, path: { consent } });
const revoke = (consent: string, as = anna, body: unknown = { reason: 'misuse' }) =>
  scenario.consents('consent.revoke', { as, path: { consent }, body });
const revocations = async () =>
  (await scenario.log(scenario.tenant)).filter((one) => one === 'consent.revoked').length;
const alike = (answers: readonly Got[]) =>
  new Set(answers.map(({ body }) => JSON.stringify({ ...body, instance: '' }))).size;
const ids = ({ body }: Got) => (body.items as { id: string }[]).map(({ id }) => id);
const recordOf = ({ body }: Got) =>
  (body as unknown as SignedStatement).record as { event: Record<string, unknown> };

async function verified({ status, body }: Got) {
  const { publicKeys } = await import('../../../../lambdas/stores/statements/signer.ts');
  expect(status).toBe(200);
  return verifyStatement(body as unknown as SignedStatement, { keys: await publicKeys() });
}

/** What the gate says of a read under the consents there are. */
async function gate(): Promise<Got> {
  const { callsOf } = await import('../../../support/in-process/call.ts');
  const { handler } = await import('../../../../lambdas/functions/disclosures.ts');
  return callsOf({ disclosures: handler })('disclosure.create', {
    as: rita,
    path: scenario.path,
    body: { individualId: individual, purpose: 'MedicalHealth', categories: ['health.lab'] },
  });
}

describe('a consent', () => {
  it('is told to the requester, to admins and to auditors, and to nobody else', async () => {
    const { consent } = await granted();
    for (const as of [rita, ines, anna, ute]) expect((await read(consent, as)).status).toBe(200);
    for (const as of [paul, operator]) expect(refusal(await read(consent, as))).toBe('403 forbidden');
  });

  it('of another organisation and one that never was are the same', async () => {
    const { consent } = await granted();
    const { newIdBelow } = await import('../../../../lambdas/platform/runtime/random.ts');
    for (const act of [read, receipt]) {
      const answers = [
        await act(consent, otto),
        await act(newIdBelow('cns', individual), otto),
        await act(`cns_${'4'.repeat(64)}`, otto),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
      expect(alike(answers)).toBe(1);
    }
    expect(ids(await list(otto))).toEqual([]);
  });

  it('is told with what it permits', async () => {
    const until = new Date(Date.now() + 30 * days).toISOString();
    const request = await scenario.request(individual, {
      items: [{ category: 'contact', fields: ['name'] }],
      period: { from: '2026-01-01' },
      reads: { times: 3 },
      until,
    });
    const { consent } = await scenario.grant(request);
    const { body, headers } = await read(consent);
    expect(headers.ETag).toBe('"v1"');
    expect(body).toEqual({
      id: consent,
      individualId: individual,
      requestId: request,
      organisation: 'labor-sued',
      purpose: 'MedicalHealth',
      notice: { id: scenario.notice.id, version: scenario.notice.version },
      items: [{ category: 'contact', fields: ['name'] }],
      period: { from: '2026-01-01' },
      reads: { times: 3 },
      grantedAt: expect.any(String),
      until,
      state: 'active',
      version: 1,
    });
    expect((await list()).body.items).toEqual([body]);
  });

  it('counts as expired when its end has come, and as used up, without any job', async () => {
    const { consent } = await granted({ reads: 'once' });
    await scenario.store(individual, {
      category: 'health.lab',
      date: '2026-10-01',
      fields: { test: 'HbA1c', loinc: '4548-4', value: 6.1, unit: '%' },
    });
    expect((await read(consent)).body.state).toBe('active');
    expect((await gate()).status).toBe(200);
    expect((await read(consent)).body.state).toBe('ended');
    expect((await read(consent)).body).not.toHaveProperty('deletionAsked');
    expect((await read(consent, ute)).body).toMatchObject({ state: 'exhausted', version: 1 });
    expect((await list(anna)).body.items).toMatchObject([{ state: 'exhausted' }]);
    const other = await granted({ items: [{ category: 'contact' }] });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 91 * days });
    expect((await read(other.consent)).body.state).toBe('ended');
    expect((await read(other.consent)).body).not.toHaveProperty('deletionAsked');
    expect((await read(other.consent, anna)).body.state).toBe('expired');
    expect((await revoke(other.consent)).status).toBe(200);
  });

  it('is not opened when the keys of its individual are gone', async () => {
    const { consent } = await granted();
    await scenario.transact([dataKeyRow.remove([scenario.tenant, individual, 'case'])]);
    expect((await read(consent)).status).toBe(404);
    expect(ids(await list())).toEqual([]);
  });
});

describe('the list of consents', () => {
  it('is newest first, in pages, over all individuals or of one', async () => {
    const made: string[] = [];
    for (const field of ['name', 'city', 'street']) {
      const items = [{ category: 'contact', fields: [field] }];
      made.unshift((await granted({ items })).consent);
    }
    const somebody = individual;
    individual = await scenario.enrol();
    made.unshift((await granted()).consent);
    const newest = ids(await list(rita, { limit: '4' }));
    expect(newest).toEqual(made);
    const first = await list(ute, { limit: '2', individualId: somebody });
    const second = await list(ute, { limit: '2', individualId: somebody, cursor: String(first.body.next) });
    expect([...ids(first), ...ids(second), second.body.next]).toEqual([...made.slice(1), undefined]);
    const over = await list(rita, { limit: '2' });
    expect(ids(await list(rita, { limit: '2', cursor: String(over.body.next) }))).toEqual(made.slice(2));
    expect((await list(anna, { limit: '2', cursor: String(over.body.next) })).status).toBe(400);
  });
});

describe('a receipt', () => {
  it('is signed once: everybody gets the same bytes, also of first fetches at once', async () => {
    const { consent, call } = await granted();
    const answers = await Promise.all([rita, anna, ute, rita].map((as) => receipt(consent, as)));
    answers.push(await receipt(consent), await call('my-consent.receipt', { path: { consent } }));
    const signed = answers.map(({ body: { shown: _, ...one } }) => JSON.stringify(one));
    expect(new Set(signed).size).toBe(1);
    const [first] = answers;
    if (!first) throw new Error('no receipt');
    expect(await verified(first)).toMatchObject({ claims: { kind: 'consent-receipt' } });
    expect(recordOf(first).event).toMatchObject({ event_type: 'granted', assurance: 'link+code' });
  });

  it('of every event stays to be had, and the grant’s says since when', async () => {
    const { consent, call } = await granted();
    const first = await receipt(consent, ute);
    await call('my-consent.withdraw', { path: { consent }, body: {} });
    const query = { version: '1' };
    for (const again of [
      await scenario.consents('consent.receipt', { as: ute, path: { consent }, query }),
      await call('my-consent.receipt', { path: { consent }, query }),
    ])
      expect(again.body).toEqual(first.body);
    expect(recordOf(await receipt(consent, ute)).event.event_type).toBe('withdrawn');
    const none = { path: { consent }, query: { version: '3' } };
    expect(refusal(await call('my-consent.receipt', none))).toBe('404 not-found');
  });

  it('brings what was shown to those who may know all of it, and its hash is the record’s, whatever changes', async () => {
    const { consent, call } = await granted();
    const path = { ...scenario.path, organisation: 'labor-sued' };
    const body = { ...laborSued, legalName: 'Anders GmbH' };
    expect((await scenario.call('organisation.set', { as: anna, path, body })).status).toBe(200);
    await scenario.longAdmin(scenario.tenant, 'bea');
    const naming = { legalName: body.legalName, address: body.contact.address };
    const confirmed = await scenario.call('organisation.confirm', {
      as: principalOf('bea'),
      path,
      body: naming,
    });
    expect(confirmed.status).toBe(200);
    const refused = await scenario.request(individual, { items: [{ category: 'contact' }] });
    await call('request.decide', { path: { request: refused }, body: { choice: 'refuse' } });
    for (const got of [
      await receipt(consent, ute),
      await call('my-consent.receipt', { path: { consent } }),
      await call('request.receipt', { path: { request: refused } }),
    ]) {
      const { shown, record } = got.body as { shown: object; record: { notice: { shown_sha256: string } } };
      expect(contentHash(shown)).toBe(record.notice.shown_sha256);
      expect(await verified(got)).toBeDefined();
      const other = { ...got, body: { ...got.body, shown: { ...shown, message: 'another' } } };
      await expect(verified(other)).rejects.toThrow('what was shown');
    }
    expect((await receipt(consent)).body).not.toHaveProperty('shown');
    const { record } = (await receipt(consent)).body as { record: object };
    expect(record).toMatchObject({
      processing: [
        {
          explicit_statements: [
            { pii_type: 'health.lab', statement: expect.stringContaining('an Labor Süd GmbH weitergegeben') },
          ],
        },
      ],
      party_identification: { parties: [{ code: 'labor-sued', name: 'Labor Süd GmbH' }] },
    });
    await scenario.call('organisation.set', { as: anna, path, body: laborSued });
  });

  it('of a withdrawal tells the requester that it ended, and how only if the individual ticked so', async () => {
    const quiet = await granted();
    await quiet.call('my-consent.withdraw', { path: { consent: quiet.consent }, body: {} });
    const told = await granted({ items: [{ category: 'contact' }] });
    await told.call('my-consent.withdraw', { path: { consent: told.consent }, body: { tellReason: true } });
    expect((await read(quiet.consent)).body.state).toBe('ended');
    expect((await read(quiet.consent, anna)).body.state).toBe('withdrawn');
    // They are asked alike, whether they may know how it ended or not.
    for (const [{ consent }, state] of [
      [quiet, 'ended'],
      [told, 'withdrawn'],
    ] as const)
      expect((await read(consent)).body).toMatchObject({ state, deletionAsked: true });
    const known = await receipt(quiet.consent);
    expect(recordOf(known).event).toEqual({
      event_state: 'ended',
      event_time: expect.any(String),
      event_type: 'ended',
      entity_id: 'not-told',
      validity_duration: { from: expect.any(String), to: expect.any(String) },
    });
    expect(await verified(known)).toMatchObject({ claims: { kind: 'consent-receipt' } });
    const full = await receipt(quiet.consent, ute);
    expect(recordOf(full).event.event_type).toBe('withdrawn');
    expect(await verified(full)).toMatchObject({ claims: { kind: 'consent-receipt' } });
    expect(recordOf(await receipt(quiet.consent, ines)).event.event_type).toBe('ended');
    expect(recordOf(await receipt(told.consent)).event.event_type).toBe('withdrawn');
  });
});

describe('a revocation', () => {
  it('is for admins and operators, with a reason that is a code', async () => {
    const { consent } = await granted();
    for (const as of [rita, ute, paul]) expect((await revoke(consent, as)).status).toBe(403);
    expect((await revoke(consent, anna, { reason: 'we know why' })).status).toBe(400);
    expect((await revoke(consent, anna, {})).status).toBe(400);
    expect((await revoke(`cns_${'5'.repeat(64)}`, operator)).status).toBe(404);
    expect((await read(consent)).body.state).toBe('active');
  });

  it('ends the consent: the very next read is refused, and a receipt says by whom', async () => {
    const { consent, call } = await granted();
    expect((await gate()).status).toBe(200);
    const before = await revocations();
    const { status, body } = await revoke(consent, operator);
    expect([status, body]).toEqual([200, { id: consent, state: 'revoked', version: 2 }]);
    expect(await revocations()).toBe(before + 1);
    expect(refusal(await gate())).toBe('403 consent-required');
    expect((await read(consent)).body).toMatchObject({ state: 'ended', version: 2, deletionAsked: true });
    expect((await read(consent, ute)).body).toMatchObject({ state: 'revoked', version: 2 });
    expect(recordOf(await receipt(consent, anna)).event).toMatchObject({
      event_type: 'revoked',
      actor: 'operator',
      channel: 'api',
      reason: 'misuse',
    });
    expect(recordOf(await receipt(consent)).event.event_type).toBe('ended');
    expect((await call('my-consent.read', { path: { consent } })).body.state).toBe('revoked');
    expect(refusal(await revoke(consent))).toBe('409 conflict');
  });

  it('ends a consent once, however many revocations and withdrawals come at the same moment', async () => {
    const { consent, call } = await granted();
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, () => revoke(consent)),
      call('my-consent.withdraw', { path: { consent }, body: {} }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(6).fill(409)]);
    expect((await read(consent, anna)).body.version).toBe(2);
  });
});

it('after the end of the contract consents and receipts are still read, and can still be ended', async () => {
  const { consent } = await granted();
  const { consent: other } = await granted({ items: [{ category: 'contact' }] });
  await scenario.call('termination.set', { as: operator, path: scenario.path, body: { reason: 'other' } });
  expect((await read(consent, ute)).status).toBe(200);
  expect(ids(await list(anna))).toHaveLength(2);
  expect(await verified(await receipt(consent, ute))).toMatchObject({ claims: { kind: 'consent-receipt' } });
  expect((await revoke(other)).status).toBe(200);
});
