import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { consentRow } from '../../../../lambdas/model/consent-rows.ts';
import { shortCodeOf } from '../../../../lambdas/stores/keys/short-code.ts';
import { callsOf, type Got } from '../../../support/in-process/call.ts';
import { anna, openScenario, rita, type Scenario } from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
let gate: (body: object) => Promise<Got>;

vi.setConfig({ testTimeout: 120_000 });
beforeAll(async () => {
  scenario = await openScenario();
  const { handler } = await import('../../../../lambdas/functions/disclosures.ts');
  const call = callsOf({ disclosures: handler });
  gate = (body) =>
    call('disclosure.create', {
      as: rita,
      path: scenario.path,
      body: { purpose: 'MedicalHealth', categories: ['health.lab'], ...body },
    });
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});

type Granted = Awaited<ReturnType<typeof granted>>;

/** Somebody with more data than one page holds, who has granted one read of it. */
async function granted() {
  const individualId = await scenario.enrol();
  const text = 'x'.repeat(15_000);
  const long = { unit: text, referenceRange: text, interpretation: text, note: text };
  const fields = { test: 'HbA1c', loinc: '4548-4', value: 6.1, ...long };
  const record = { category: 'health.lab', date: '2026-10-01', fields };
  for (let call = 0; call < 3; call++)
    await scenario.store(individualId, ...Array.from({ length: 10 }, () => record));
  const { consent, call } = await scenario.grant(await scenario.request(individualId, { reads: 'once' }));
  const first = await gate({ individualId });
  if (first.body.next === undefined) throw new Error('one page holds all');
  const key = consentRow.key(
    scenario.tenant,
    individualId,
    shortCodeOf(individualId, 'MedicalHealth'),
    consent,
  );
  return { individualId, consent, call, key, cursor: first.body.next };
}

const ends: [string, (of: Granted) => Promise<Got>, string][] = [
  [
    'a withdrawal',
    ({ call, consent }) => call('my-consent.withdraw', { path: { consent }, body: {} }),
    'withdrawn',
  ],
  [
    'a revocation',
    ({ consent }) =>
      scenario.consents('consent.revoke', { as: anna, path: { consent }, body: { reason: 'misuse' } }),
    'revoked',
  ],
];

describe.each(ends)('the end of a consent by %s', (_, end, state) => {
  it('stops, once answered, every release, also of further pages of the last read that was allowed', async () => {
    const of = await granted();
    const { individualId, cursor, consent, call } = of;
    expect((await gate({ individualId, cursor })).status).toBe(200);
    expect((await call('my-consent.read', { path: { consent } })).body).toMatchObject({
      state: 'exhausted',
      withdrawable: true,
    });
    expect((await end(of)).status).toBe(200);
    for (const body of [{ individualId, cursor }, { individualId }])
      expect((await gate(body)).status).toBe(403);
    expect((await call('my-consent.read', { path: { consent } })).body).toMatchObject({
      state,
      withdrawable: false,
    });
    expect((await scenario.consents('consent.read', { path: { consent } })).body.deletionAsked).toBe(true);
  });

  it('is possible after it has expired, so that its readers are asked to delete', async () => {
    const of = await granted();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 91 * 24 * 3600 * 1000 });
    const call = await scenario.page(of.individualId);
    expect((await end({ ...of, call })).status).toBe(200);
    const read = await scenario.consents('consent.read', { path: { consent: of.consent } });
    expect(read.body).toMatchObject({ state: 'ended', deletionAsked: true });
  });

  it('is possible though its row does not open, which keeps no other consent from being read', async () => {
    const of = await granted();
    const { individualId, cursor, key, call } = of;
    const other = await scenario.grant(
      await scenario.request(individualId, { items: [{ category: 'contact' }] }),
    );
    const row = await scenario.row(key);
    const sealed = new Uint8Array(row?.sealed as Uint8Array);
    sealed[40] = (sealed[40] ?? 0) ^ 1;
    await scenario.change(key, { sealed });
    const listed = (await call('my-consent.list')).body.items as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual([other.consent]);
    const ended = await end(of);
    expect(ended.status).toBe(200);
    expect(await scenario.row(key)).toMatchObject({ state, version: 2, sealedVersion: 1, sealed });
    expect((await gate({ individualId, cursor })).status).toBe(403);
    const again = await end(of);
    if (state === 'withdrawn') expect(again).toMatchObject({ status: 200, body: ended.body });
    else expect(again.status).toBe(409);
  });

  it('is what the state of its row says, whatever is sealed in it', async () => {
    const { individualId, cursor, key, call, consent } = await granted();
    await scenario.change(key, { state, version: 2 });
    expect((await gate({ individualId, cursor })).status).toBe(403);
    expect((await call('my-consent.read', { path: { consent } })).body).toMatchObject({ state, version: 2 });
  });
});
