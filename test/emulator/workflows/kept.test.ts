import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportThumbprint } from '../../../lambdas/crypto/export-key.ts';
import { decryptPart } from '../../../lambdas/crypto/export-part.ts';
import type { Tenant } from '../../../lambdas/domain/members/authority.ts';
import { keptIn, keptKeyRow, keptRow } from '../../../lambdas/model/kept-rows.ts';
import { exportRow } from '../../../lambdas/model/statement-rows.ts';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import type { Run } from '../../../lambdas/stores/retention/step.ts';
import { principalOf, refusal } from '../../support/in-process/call.ts';
import { exportKeyPair } from '../../support/in-process/export-key.ts';
import { anna, openScenario, operator, type Scenario } from '../../support/scenario/in-process.ts';
import { keepSet } from '../../support/workflows/kept-set.ts';
import { play, type World } from '../../support/workflows/machine.ts';
import { stepsInProcess } from '../../support/workflows/step-functions.ts';

/* What stays of somebody who was erased: how it leaves, and how it goes on its day. */

const started: { individual?: string; attempt: number }[] = [];
vi.mock('../../../lambdas/stores/retention/executions.ts', async (original) => ({
  ...(await original<object>()),
  startWorkflow: async (_: unknown, input: (typeof started)[number]) => void started.push(input),
}));

const boris = principalOf('boris');
const { privateKey, key } = exportKeyPair();
const thumbprint = exportThumbprint(key);
const day = 24 * 3_600_000;
const from = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

let scenario: Scenario;
let invoke: Awaited<ReturnType<typeof stepsInProcess>>;
let tenant: Tenant;
let path: { tenant: string };
let individual: string;

beforeAll(async () => {
  scenario = await openScenario();
  invoke = await stepsInProcess();
  ({ path } = scenario);
  await scenario.longAdmin(scenario.tenant, 'boris');
  individual = await scenario.enrol();
  const found = tenantRow.from(await scenario.tenantRow(scenario.tenant));
  if (!found) throw new Error('the scenario has no tenant');
  tenant = found;
}, 60_000);

const line = (text: string) => ({ kind: 'record', date: '2020-02-29', fields: { text } });

describe('an export of what was kept', () => {
  const reason = 'audit of 2026, ordered by Erika Groß';
  const ask = (over: object = {}) =>
    scenario.call('export.ask', { as: anna, path, body: { scope: 'kept', key, reason, ...over } });
  const confirm = (id: string, over: object = {}, as = boris) =>
    scenario.call('export.confirm', {
      as,
      path: { ...path, export: id },
      body: { scope: 'kept', thumbprint, reason, ...over },
    });
  const linesOf = async (id: string): Promise<Record<string, unknown>[]> => {
    const played = await play('export', { v: 1, tenant: tenant.id, export: id, attempt: 1 }, 'none', {
      invoke,
    });
    expect(played.trail.at(-1)).toBe('The export can be fetched');
    const at = { as: anna, path: { ...path, export: id, part: '1' } };
    const { body } = await scenario.call('export.part', at);
    const text = await decryptPart(privateKey, { export: id, n: 1 }, String(body.jwe));
    return text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one));
  };
  let set: string;

  it('needs a reason, and a second admin who repeats it', async () => {
    const without = await ask({ reason: undefined });
    expect([refusal(without), without.body.errors]).toMatchObject([
      '400 invalid-request',
      [{ pointer: '/reason' }],
    ]);
    const { status, body } = await ask();
    expect([status, body]).toMatchObject([201, { state: 'asked', scope: 'kept', reason }]);
    const id = String(body.id);
    expect(refusal(await confirm(id, {}, anna))).toBe('403 separation-of-duties');
    for (const other of [{ reason: undefined }, { reason: 'audit of 2025' }, { scope: 'evidence' }])
      expect(refusal(await confirm(id, other))).toBe('409 conflict');
    const read = { as: boris, path: { ...path, export: id } };
    expect((await scenario.call('export.read', read)).body).toMatchObject({ state: 'asked', reason });
    const stored = await scenario.row(exportRow.key(tenant.id, id));
    expect(JSON.stringify(stored)).not.toContain('Erika');
    await scenario.call('export.cancel', { as: anna, path: { ...path, export: id } });
  });

  it('leaves while the contract runs, holds the sets that stand and nothing else, and is in no log of those who are there', async () => {
    set = await keepSet(tenant, [line('stays'), line('stays, too')], { ground: '§ 147 AO' });
    const keyless = await keepSet(tenant, [line('without a key')]);
    await scenario.transact([keptKeyRow.remove([tenant.id, keyless])]);
    await keepSet(tenant, [line('of an erasure that can be undone')], { committed: false });
    await keepSet(tenant, [line('of yesterday')], { until: from(-day) });
    const id = String((await ask()).body.id);
    expect((await confirm(id)).body).toMatchObject({ state: 'running', reason });
    const lines = await linesOf(id);
    const [head, ...others] = lines;
    expect(head).toMatchObject({ kind: 'kept-set', id: set, because: 'law', ground: '§ 147 AO' });
    expect(others.map(({ kind, set: of }) => [kind, of])).toEqual([
      ['kept', set],
      ['kept', set],
    ]);
    expect(others.map((one) => one.line)).toEqual(
      expect.arrayContaining([line('stays'), line('stays, too')]),
    );
    const page = await scenario.page(individual);
    expect((await page('my-disclosure.list')).body.exports).toEqual([]);
  }, 30_000);

  it('of a tenant without a kept set is complete, and has no part', async () => {
    const other = await openScenario(scenario);
    await other.longAdmin(other.tenant, 'boris');
    const { body } = await other.call('export.ask', {
      as: anna,
      path: other.path,
      body: { scope: 'kept', key, reason },
    });
    const at = { ...other.path, export: String(body.id) };
    await other.call('export.confirm', { as: boris, path: at, body: { scope: 'kept', thumbprint, reason } });
    await play('export', { v: 1, tenant: other.tenant, export: at.export, attempt: 1 }, 'none', { invoke });
    expect((await other.call('export.read', { as: anna, path: at })).body).toMatchObject({
      state: 'done',
      parts: 0,
      counts: {},
    });
  }, 30_000);

  it('of everything in the retrieval window has them, too', async () => {
    await scenario.call('termination.set', { as: operator, path, body: { reason: 'customer-request' } });
    const { body } = await ask({ scope: 'all', reason: undefined });
    await confirm(String(body.id), { scope: 'all', reason: undefined });
    const kinds = Map.groupBy(await linesOf(String(body.id)), ({ kind }) => String(kind));
    expect(kinds.get('kept-set')).toHaveLength(1);
    expect(kinds.get('kept')?.map((one) => one.set)).toEqual([set, set]);
    expect(kinds.get('export')?.map((one) => one.reason)).toEqual(expect.arrayContaining([reason]));
    expect(kinds.get('individual')).toHaveLength(1);
    await scenario.call('termination.undo', { as: operator, path });
    expect((await scenario.row(tenantRow.key(tenant.id)))?.state).toBe('open');
  }, 30_000);
});

describe('a kept set whose day has come', () => {
  const now = () => ({ at: from(0), timeIsUp: () => false }) satisfies Run;
  const look = async (run: Run = now()) => {
    const { startKeptRemovals } = await import('../../../lambdas/operations/retention/start-removals.ts');
    return startKeptRemovals('arn', run, 100);
  };
  const remove = (set: string, attempt = 1, world: Partial<World> = {}) =>
    play('purge', { v: 1, tenant: tenant.id, epoch: 1, attempt, individual: set }, 'none', {
      invoke,
      ...world,
    });
  /** How many rows of a set are left, with its own, and whether its key is. */
  const left = async (set: string) => [
    (await scenario.queryAll(keptIn(tenant.id, set))).length,
    (await scenario.queryAll(keptIn(tenant.id, set, 'keys'))).length,
  ];
  const due = (over: Parameters<typeof keepSet>[2] = {}) =>
    keepSet(tenant, [line('a'), line('b')], { until: from(-60_000), ...over });
  const ofTenant = (attributes: object) => scenario.change(tenantRow.key(tenant.id), { ...attributes });
  const gone = [0, 0];
  const whole = [3, 1];

  beforeEach(async () => {
    // Whatever other tests have left is started first.
    await look();
    started.length = 0;
  });

  it('is found by the list, once, and removed with its key, and no other set is', async () => {
    const other = await due({ until: from(day) });
    const set = await due();
    expect(await look()).toEqual({ started: 1, failed: 0 });
    expect(await look()).toEqual({ started: 0, failed: 0 });
    expect(started).toMatchObject([{ tenant: tenant.id, individual: set, attempt: 1 }]);
    const { executionName } = await import('../../../lambdas/stores/retention/executions.ts');
    const name = executionName({ v: 1, tenant: tenant.id, epoch: 1, attempt: 999_999, individual: set });
    expect([name.length <= 80, name]).toEqual([true, `${tenant.id}-kpt_${set.slice(-32)}-999999`]);
    const { status, trail } = await remove(set);
    expect([status, trail.at(-1)]).toEqual(['SUCCEEDED', 'Nothing is left of the tenant']);
    expect(await left(set)).toEqual(gone);
    expect(await left(other)).toEqual(whole);
    const log = await scenario.log(tenant.id);
    expect(log).toEqual(expect.arrayContaining(['kept-set.shredded', 'kept-set.removed']));
    expect((await remove(set, 2)).output).toEqual({ outcome: 'leave', reason: 'gone' });
  });

  it.each([
    ['has not come', { until: from(60_000) }, 'waiting'],
    ['has come before the erasure is beyond return', { committed: false }, 'not committed'],
  ])('that %s stays, whoever starts its removal', async (_, over, reason) => {
    const set = await due(over);
    await look();
    expect(started).toEqual([]);
    expect((await remove(set)).output).toEqual({ outcome: 'leave', reason });
    expect(await left(set)).toEqual(whole);
  });

  it('stays under a legal hold on the tenant, even one that comes between two steps, until that ends', async () => {
    const set = await due();
    await ofTenant({ heldUntil: from(day) });
    expect(await look()).toEqual({ started: 0, failed: 0 });
    expect((await remove(set)).output).toEqual({ outcome: 'leave', reason: 'held' });
    await ofTenant({ heldUntil: from(-1) });
    const held = await remove(set, 1, {
      invoke: async (payload) => {
        if (payload.task === 'purge.shred') await ofTenant({ heldUntil: from(day) });
        return invoke(payload);
      },
    });
    expect(held.output).toEqual({ outcome: 'leave', reason: 'held' });
    expect(await left(set)).toEqual(whole);
    await ofTenant({ heldUntil: from(-1) });
    await remove(set, 2);
    expect(await left(set)).toEqual(gone);
  });

  it('opens nothing after a crash behind its key, and goes with the next attempt, which a hold stops no more', async () => {
    const set = await due();
    const dead = await remove(set, 1, {
      invoke: async (payload) => {
        if (payload.task === 'purge.sweep') throw new Error('dead');
        return invoke(payload);
      },
    });
    expect([dead.status, await left(set)]).toEqual(['FAILED', [3, 0]]);
    await ofTenant({ heldUntil: from(day) });
    await look({ ...now(), at: from(2 * 3_600_000) });
    expect(started).toMatchObject([{ individual: set, attempt: 2 }]);
    expect((await remove(set, 1)).output).toEqual({ outcome: 'leave', reason: 'superseded' });
    expect((await remove(set, 2)).status).toBe('SUCCEEDED');
    expect(await left(set)).toEqual(gone);
    await ofTenant({ heldUntil: from(-1) });
  });

  it('is not gone while a row of it is left that the sweep did not meet', async () => {
    const set = await due();
    let planted = false;
    const { status, trail } = await remove(set, 1, {
      invoke: async (payload) => {
        if (payload.task === 'purge.verify' && !planted) {
          planted = true;
          const row = { id: '0'.repeat(32), version: 1 as const, sealed: Buffer.from('x') };
          await scenario.transact([keptRow.put([tenant.id, set, row.id], row)]);
        }
        return invoke(payload);
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(trail.filter((name) => name === 'Delete every row')).toHaveLength(2);
    expect(await left(set)).toEqual(gone);
  });

  it('is left to the purge of its tenant once that has begun', async () => {
    const set = await due();
    await ofTenant({ state: 'purging' });
    expect(await look()).toEqual({ started: 0, failed: 0 });
    expect((await remove(set)).output).toEqual({ outcome: 'leave', reason: 'purging' });
    await ofTenant({ state: 'open' });
    await remove(set);
    expect(await left(set)).toEqual(gone);
  });
});
