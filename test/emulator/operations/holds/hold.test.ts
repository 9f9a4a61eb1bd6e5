import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { erasureRow } from '../../../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../../../lambdas/model/hold-rows.ts';
import { tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import { principalOf, refusal } from '../../../support/in-process/call.ts';
import { anna, type Deployment, deployment, operator } from '../../../support/in-process/deployment.ts';

const boris = principalOf('boris');
const day = 24 * 60 * 60 * 1000;
const ground = { reason: 'Klage auf Schadensersatz', authority: 'Landgericht Kiel, 4 O 311/26' };

/** What no hold can be, with its ground and its days. */
const unlawful: readonly [string, object, number][] = [
  ['without a reason', { authority: ground.authority }, 10],
  ['without an authority', { reason: ground.reason }, 10],
  ['in the past', ground, -1],
  ['for longer than 366 days', ground, 366.01],
];
let deployed: Deployment;
let tenant: string;
let path: { tenant: string };

beforeAll(async () => {
  deployed = await deployment();
}, 60_000);
beforeEach(async () => {
  tenant = await deployed.openTenant();
  path = { tenant };
  await deployed.longAdmin(tenant, 'boris');
});
afterEach(() => {
  vi.useRealTimers();
});

const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
const later = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * day });
const hold = (as: string, until: string, body: object = ground, headers = {}) =>
  deployed.call('hold.set', { as, path, body: { ...body, until }, headers });
const list = async () => (await deployed.call('hold.list', { as: anna, path })).body.items;
const release = (as: string) => deployed.call('hold.release', { as, path });
const confirm = (as: string, until: string) =>
  deployed.call('hold.release-confirm', { as, path, body: { until } });
const newest = async () => (await deployed.log(tenant)).at(-1);

async function dueMail() {
  const rows = await deployed.queryAll({ table: 'vault', pk: `T#${tenant}#t`, prefix: 'MAIL#' });
  return rows.map(({ kind }) => kind).filter((kind) => kind !== 'admins-changed');
}
const row = async () => (await deployed.read([holdRow.at(tenant, 'tenant')]))[0];

/** What the reconciler finds to be looked at by an instant, of this tenant. */
async function listedUntil(instant: string): Promise<number> {
  const { queryPage } = await import('../../../../lambdas/platform/dynamodb/reads.ts');
  const { rows } = await queryPage({ table: 'vault', index: 'listing', pk: 'DUE', before: `${instant}~` });
  return rows.filter(({ pk }) => pk.includes(tenant)).length;
}

describe('a legal hold', () => {
  it.each([
    ['an admin', anna],
    ['an operator', operator],
  ])('is set by %s alone, sealed, with mail and entry', async (_, as) => {
    const until = inDays(100);
    expect(await hold(as, until)).toMatchObject({
      status: 200,
      body: { scope: 'tenant', ...ground, until, version: 1 },
    });
    expect(await list()).toMatchObject([{ ...ground, until }]);
    expect(JSON.stringify(await row())).not.toMatch(/Klage|Landgericht/);
    expect((await deployed.tenantRow(tenant))?.heldUntil).toBe(until);
    expect(await newest()).toBe('hold.set');
    expect(await dueMail()).toEqual(['hold-set']);
  });

  it('is renewed by one person and never shortened; what a version was expected of is asked for', async () => {
    await hold(anna, inDays(100));
    expect(refusal(await hold(boris, inDays(99)))).toBe('409 conflict');
    expect((await hold(boris, inDays(300))).body.version).toBe(2);
    expect(refusal(await hold(anna, inDays(310), ground, { 'if-match': '"v1"' }))).toBe(
      '412 version-mismatch',
    );
  });

  it.each(unlawful)('is refused %s', async (_, body, days) => {
    expect(refusal(await hold(anna, inDays(days), body))).toBe('400 invalid-request');
    expect(await row()).toBeUndefined();
  });

  it('is refused to other roles, for another tenant, and once the purge has begun', async () => {
    await deployed.member(tenant, 'uwe', { roles: ['auditor'] });
    expect(refusal(await hold(principalOf('uwe'), inDays(10)))).toBe('403 forbidden');
    expect(refusal(await hold(principalOf('nobody'), inDays(10)))).toBe('404 not-found');
    await deployed.transact([{ table: 'vault', update: tenantRow.key(tenant), set: { state: 'purging' } }]);
    expect(refusal(await hold(anna, inDays(10)))).toBe('409 tenant-not-open');
    expect(await row()).toBeUndefined();
  });

  it('of which two are set at once is one', async () => {
    const answers = await Promise.all([anna, boris].map((as) => hold(as, inDays(50))));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await row())?.version).toBe(answers.filter(({ status }) => status === 200).length);
  });
});

describe('the release of a legal hold', () => {
  it('takes two admins, the second repeating until when it would last, and is looked at at once', async () => {
    const until = inDays(200);
    await deployed.call('termination.set', { as: operator, path, body: { reason: 'customer-request' } });
    await hold(anna, until);
    expect(refusal(await confirm(boris, until))).toBe('409 conflict');
    expect(await release(anna)).toMatchObject({ status: 200, body: { until, pendingConfirmation: true } });
    expect((await list()) as object[]).toMatchObject([{ release: { requestedBy: anna } }]);
    expect(await newest()).toBe('hold.release-requested');
    expect(refusal(await confirm(anna, until))).toBe('403 separation-of-duties');
    expect(refusal(await confirm(boris, inDays(1)))).toBe('409 conflict');
    expect(refusal(await confirm(operator, until))).toBe('403 forbidden');
    expect((await deployed.tenantRow(tenant))?.heldUntil).toBe(until);
    expect((await confirm(boris, until)).status).toBe(200);
    expect(await newest()).toBe('hold.released');
    expect(await list()).toEqual([]);
    expect(String((await deployed.tenantRow(tenant))?.heldUntil) <= new Date().toISOString()).toBe(true);
    expect(await listedUntil(new Date().toISOString())).toBe(1);
    expect(await dueMail()).toEqual(
      expect.arrayContaining(['hold-set', 'hold-release-requested', 'hold-ended']),
    );
    expect(refusal(await release(anna))).toBe('409 conflict');
  });

  it('is not confirmed by an admin whom the first one made, nor after a week, nor when the hold was renewed', async () => {
    await deployed.member(tenant, 'puppet', { roles: ['admin'] });
    const until = inDays(200);
    await hold(anna, until);
    await release(anna);
    expect(refusal(await confirm(principalOf('puppet'), until))).toBe('403 separation-of-duties');
    await hold(boris, until);
    expect(refusal(await confirm(boris, until))).toBe('409 conflict');
    await release(anna);
    later(8);
    expect(refusal(await confirm(boris, until))).toBe('409 conflict');
    expect((await deployed.tenantRow(tenant))?.heldUntil).toBe(until);
  });

  it('of a hold that is over is refused: it ended by itself', async () => {
    await hold(anna, inDays(5));
    later(6);
    expect(refusal(await release(anna))).toBe('409 conflict');
  });
});

describe('the end of a legal hold that nobody renews', () => {
  it('is told 14 and 3 days before, once each, and then recorded, whoever looks how often', async () => {
    const { lookAfterHolds } = await import('../../../../lambdas/stores/holds/look-after-holds.ts');
    const { readTenant } = await import('../../../../lambdas/stores/tenants/read-tenant.ts');
    const look = async () => {
      const found = await readTenant(tenant);
      if (!found) return expect.unreachable('no tenant');
      await Promise.all([1, 2].map(() => lookAfterHolds(found, new Date().toISOString())));
    };
    await hold(anna, inDays(30));
    const told = async () => (await dueMail()).filter((kind) => kind !== 'hold-set').sort();
    await look();
    expect(await told()).toEqual([]);
    later(17);
    expect(await listedUntil(new Date().toISOString())).toBeGreaterThan(0);
    await look();
    await look();
    expect(await told()).toEqual(['hold-near-end']);
    later(11);
    await look();
    expect(await told()).toEqual(['hold-near-end', 'hold-near-end']);
    later(3);
    await look();
    await look();
    expect(await told()).toEqual(['hold-ended', 'hold-near-end', 'hold-near-end']);
    expect((await deployed.log(tenant)).filter((type) => type === 'hold.expired')).toHaveLength(1);
    expect(await row()).toBeUndefined();
  });
});

describe('a legal hold on one individual', () => {
  const until = inDays(100);
  const set = (as: string, individual: string, end = until, body: object = ground) =>
    deployed.call('individual-hold.set', { as, path: { tenant, individual }, body: { ...body, until: end } });

  /** An individual with their keys. */
  async function person(): Promise<string> {
    const { individualHoldings } = await import('../../../support/workflows/holdings.ts');
    const { individualRow } = await import('../../../../lambdas/model/people-rows.ts');
    const { putRows } = await import('../../../../lambdas/platform/dynamodb/batches.ts');
    const writes = individualHoldings(tenant, 0).flatMap((write) => ('put' in write ? [write] : []));
    for (const table of ['vault', 'keys'])
      await putRows(
        table,
        writes.filter((write) => write.table === table).map(({ put }) => put),
      );
    const own = writes.find(({ put }) => individualRow.is(put));
    return String(own?.put.id);
  }

  it.each([
    ['an admin', anna],
    ['an operator', operator],
  ])(
    'is set by %s alone, sealed, with an entry about them and a mail that does not name them',
    async (_, as) => {
      const individual = await person();
      expect(await set(as, individual)).toMatchObject({
        status: 200,
        body: { scope: 'individual', individual, ...ground, until, version: 1 },
      });
      expect(await list()).toMatchObject([{ scope: 'individual', individual, ...ground }]);
      const [held] = await deployed.read([holdRow.at(tenant, individual)]);
      expect(JSON.stringify(held)).not.toMatch(/Klage|Landgericht/);
      expect(await deployed.tenantRow(tenant)).not.toHaveProperty('heldUntil');
      expect(await newest()).toBe('hold.set');
      const mails = await deployed.queryAll({ table: 'vault', pk: `T#${tenant}#t`, prefix: 'MAIL#' });
      const [mail] = mails.filter(({ kind }) => kind === 'hold-set');
      expect(mail).toMatchObject({ personUntil: until });
      expect(JSON.stringify(mail)).not.toContain(individual.slice(4));
      // The tenant as a whole is not held by it, and can be as well.
      expect((await hold(anna, inDays(50))).status).toBe(200);
      expect((await list()) as object[]).toHaveLength(2);
    },
  );

  it.each(unlawful)('is refused %s', async (_, body, days) => {
    const individual = await person();
    expect(refusal(await set(anna, individual, inDays(days), body))).toBe('400 invalid-request');
    expect(await list()).toEqual([]);
  });

  it('is refused for nobody, for one who is being erased, to other roles, and once the purge has begun', async () => {
    const individual = await person();
    expect(refusal(await set(anna, `ind_${'0'.repeat(32)}`))).toBe('404 not-found');
    const erased = await person();
    const at = new Date().toISOString();
    const erasure = {
      individual: erased,
      by: 'individual',
      askedAt: at,
      dueAt: at,
      person: '',
      attempt: 1,
    } as const;
    const attestation = `att_${'0'.repeat(32)}`;
    await deployed.transact([
      erasureRow.put([tenant, erased], { ...erasure, attestation, state: 'committed' }),
    ]);
    expect(refusal(await set(anna, erased))).toBe('409 conflict');
    await deployed.member(tenant, 'uwe', { roles: ['auditor'] });
    expect(refusal(await set(principalOf('uwe'), individual))).toBe('403 forbidden');
    await deployed.transact([{ table: 'vault', update: tenantRow.key(tenant), set: { state: 'purging' } }]);
    expect(refusal(await set(anna, individual))).toBe('409 tenant-not-open');
    expect(await deployed.read([holdRow.at(tenant, individual)])).toEqual([undefined]);
  });

  it('is renewed and released by two even while everybody else is purged, and then looked at at once', async () => {
    const individual = await person();
    const path = { tenant, individual };
    await set(anna, individual);
    await deployed.transact([{ table: 'vault', update: tenantRow.key(tenant), set: { state: 'purging' } }]);
    expect(refusal(await set(boris, individual, inDays(99)))).toBe('409 conflict');
    const longer = inDays(200);
    expect((await set(boris, individual, longer)).body.version).toBe(2);
    expect((await deployed.tenantRow(tenant))?.heldUntil).toBe(longer);
    const ask = () => deployed.call('individual-hold.release', { as: anna, path });
    const second = (as: string, end: string) =>
      deployed.call('individual-hold.release-confirm', { as, path, body: { until: end } });
    expect(refusal(await second(boris, longer))).toBe('409 conflict');
    expect((await ask()).body).toEqual({ until: longer, pendingConfirmation: true });
    expect(refusal(await second(anna, longer))).toBe('403 separation-of-duties');
    expect(refusal(await second(boris, until))).toBe('409 conflict');
    expect((await second(boris, longer)).status).toBe(200);
    expect(await deployed.read([holdRow.at(tenant, individual)])).toEqual([undefined]);
    expect(await newest()).toBe('hold.released');
    const heldUntil = String((await deployed.tenantRow(tenant))?.heldUntil);
    expect(heldUntil <= new Date().toISOString()).toBe(true);
    expect(await listedUntil(new Date().toISOString())).toBeGreaterThan(0);
  });

  it('is not released by an admin whom the first one made', async () => {
    const individual = await person();
    await deployed.member(tenant, 'puppet', { roles: ['admin'] });
    await set(anna, individual);
    await deployed.call('individual-hold.release', { as: anna, path: { tenant, individual } });
    const body = { until };
    const as = principalOf('puppet');
    const call = { as, path: { tenant, individual }, body };
    expect(refusal(await deployed.call('individual-hold.release-confirm', call))).toBe(
      '403 separation-of-duties',
    );
  });
});
