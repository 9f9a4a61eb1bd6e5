import { beforeAll, describe, expect, it } from 'vitest';
import {
  consentContent,
  consentPlaceRow,
  consentRow,
  gateRange,
  usesRow,
} from '../../../../lambdas/model/consent-rows.ts';
import { rangeBelow } from '../../../../lambdas/model/places.ts';
import type { Row } from '../../../../lambdas/platform/dynamodb/key.ts';
import { openScenario, type Scenario } from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);

const purpose = 'MedicalHealth';
const day = 24 * 3600 * 1000;

/** An individual with one permission that was granted, and 99 copies of it that end one after the other. */
async function holderOf100(ends: (i: number) => number) {
  const { newIdBelow } = await import('../../../../lambdas/platform/runtime/random.ts');
  const { putRows } = await import('../../../../lambdas/platform/dynamodb/batches.ts');
  const { shortCodeOf } = await import('../../../../lambdas/stores/keys/short-code.ts');
  const individual = await scenario.enrol();
  const { consent, call } = await scenario.grant(await scenario.request(individual));
  const code = shortCodeOf(individual, purpose);
  const key = consentRow.key(scenario.tenant, individual, code, consent);
  const granted = consentRow.from((await scenario.row(key)) as Row);
  const sealer = await scenario.sealer(individual, 'case');
  const content = consentContent.open(sealer, granted).release();
  const ids = Array.from({ length: 99 }, () => newIdBelow('cns', individual));
  const copies = ids.flatMap((id, i) => {
    const grantedAt = new Date(Date.now() - (200 - i) * day).toISOString();
    const until = new Date(Date.now() + ends(i)).toISOString();
    const own = consentRow.key(scenario.tenant, individual, code, id);
    const sealed = consentContent.seal(sealer, { id, version: 1 }, { ...content, id, grantedAt, until });
    return [
      { ...granted, id, sealed, ...own },
      { used: i, ...usesRow.key(own) },
      {
        purpose16: code,
        organisation: granted.organisation,
        ...consentPlaceRow.key(scenario.tenant, individual, id),
      },
    ];
  });
  await putRows('vault', copies);
  const rows = async (range: ReturnType<typeof rangeBelow>) =>
    (await scenario.queryAll(range)).filter((row) => consentRow.is(row)).length;
  return {
    individual,
    call,
    consent,
    oldest: ids[0] ?? '',
    atTheGate: () => rows(gateRange(scenario.tenant, individual, code)),
    all: () => rows(rangeBelow(scenario.tenant, individual, '#C')),
  };
}

describe('of many consents for one purpose', () => {
  it('the disclosure gate reads a hundred: the oldest that has ended makes room, and is found by everybody as before', async () => {
    const { individual, call, oldest, atTheGate, all } = await holderOf100((i) => (i < 50 ? -day : day));
    await scenario.grant(await scenario.request(individual));
    expect([await atTheGate(), await all()]).toEqual([100, 101]);
    const mine = await call('my-consent.list', { query: { limit: '100' } });
    const { next } = mine.body;
    const rest = await call('my-consent.list', { query: { limit: '100', cursor: String(next) } });
    const ids = [mine, rest].flatMap(({ body }) => (body.items as { id: string }[]).map(({ id }) => id));
    expect([ids.length, new Set(ids).size, rest.body.next]).toEqual([101, 101, undefined]);
    const path = { consent: oldest };
    expect((await call('my-consent.read', { path })).body).toMatchObject({ state: 'expired', timesRead: 0 });
    expect((await scenario.consents('consent.read', { path })).status).toBe(200);
    expect((await call('my-consent.withdraw', { path, body: {} })).status).toBe(200);
    expect((await call('my-consent.withdraw', { path, body: {} })).status).toBe(200);
    expect((await scenario.consents('consent.list', { query: { individualId: individual } })).status).toBe(
      200,
    );
  });

  it('a hundred live ones stay, and another is refused until one has ended', async () => {
    const { individual, call, consent, atTheGate } = await holderOf100(() => day);
    const request = await scenario.request(individual);
    await expect(scenario.grant(request)).rejects.toThrow('one has to end first');
    expect((await call('my-consent.withdraw', { path: { consent }, body: {} })).status).toBe(200);
    expect(await atTheGate()).toBe(100);
  });
});
