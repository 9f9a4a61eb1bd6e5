import '../../support/in-process/two-shards.ts';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { purgeBeginsAt } from '../../../lambdas/domain/retention/due.ts';
import { account } from '../../support/in-process/local-aws.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

let workflow: Workflow;
let adapters: Workflow['adapters'];

beforeAll(async () => {
  workflow = await loadWorkflow();
  ({ adapters } = workflow);
}, 60_000);
afterAll(() => workflow?.stop());
beforeEach(() => {
  process.env.RETENTION_WINDOW = 'P30D';
});
afterEach(() => {
  vi.useRealTimers();
});

const epoch = 2;
const day = 24 * 60 * 60 * 1000;
const task = (tenant: string, name: string, attempt = 1) =>
  workflow.invoke({ task: `retention.${name}`, v: 1, tenant, epoch, attempt });
const setTime = (instant: string, past = 1000) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(instant) + past });

async function purgeNearMails(tenant: string): Promise<number> {
  const rows = await adapters.queryAll({
    table: 'vault',
    pk: adapters.partition.range(tenant, 't'),
    prefix: 'MAIL#',
  });
  return rows.filter(({ kind }) => kind === 'purge-near').length;
}

describe('the retention schedule', () => {
  it('is signed and stored once, however often and by however many it is asked for', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    await Promise.all([task(tenant, 'schedule'), task(tenant, 'schedule')]);
    const first = await adapters.retentionSchedule(tenant, epoch);
    await task(tenant, 'schedule');
    expect(await adapters.retentionSchedule(tenant, epoch)).toEqual(first);
    if (!first) return expect.unreachable('there is no schedule');
    const { claims } = await adapters.verifyStatement(first, { keys: await adapters.publicKeys() });
    expect(claims).toMatchObject({ kind: 'retention-schedule', id: `${tenant}#${epoch}` });
    const { purgeAt } = await workflow.tenantRow(tenant);
    expect(first.record).toMatchObject({ tenant, epoch, purge: { from: purgeAt } });
    const entries = (await workflow.remainsOf(tenant))['evidence E#ent_…'];
    expect(entries).toBe(3);
  });
});

describe('the retention workflow', () => {
  it('tells the admins 14, 3 and 1 days before, once each, and begins the purge when it is due', async () => {
    process.env.RETENTION_WINDOW = 'P16D';
    const tenant = await workflow.endedTenant(1, 0);
    const row = adapters.tenantRow.from(await workflow.tenantRow(tenant));
    const { endedAt, purgeAt } = row;
    const begins = purgeBeginsAt(row, undefined) ?? '';
    const notices = adapters.noticesOf(endedAt ?? '', purgeAt ?? '').map(({ at }) => at);
    const mails: Record<string, number> = {};
    let wakes = 0;
    const started: string[] = [];
    const { status } = await workflow.run('retention', tenant, epoch, 1, {
      start: async ({ Name }) => void started.push(Name),
      wait: async (until) => {
        wakes++;
        mails[until] = await purgeNearMails(tenant);
        setTime(until);
        return true;
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(started).toEqual([`${tenant}-${epoch}-2`]);
    // A daily probe, and the notices.
    expect(wakes).toBeGreaterThanOrEqual(16);
    expect(wakes).toBeLessThanOrEqual(21);
    expect(Object.keys(mails)).toEqual(expect.arrayContaining([...notices, begins]));
    expect([...notices, begins].map((at) => mails[at])).toEqual([0, 1, 2, 3]);
  }, 60_000);

  it('sends one mail for warnings that were missed together, and none for those before the contract ended', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    const { purgeAt } = adapters.tenantRow.from(await workflow.tenantRow(tenant));
    setTime(purgeAt ?? '', -2 * day);
    expect(await task(tenant, 'notify')).toEqual({ outcome: 'noticed', days: 3 });
    expect(await task(tenant, 'notify')).toEqual({ outcome: 'none-due' });
    expect(await purgeNearMails(tenant)).toBe(1);

    vi.useRealTimers();
    process.env.RETENTION_WINDOW = 'PT45S';
    const short = await workflow.endedTenant(1, 0, 1000);
    expect(await task(short, 'notify')).toEqual({ outcome: 'none-due' });
  });

  it('that was overlooked tells the admins, and gives them a sixth of the window before the purge', async () => {
    const tenant = await workflow.endedTenant(1, 0, 40 * day);
    const woke: string[] = [];
    const { status } = await workflow.run('retention', tenant, epoch, 1, {
      start: async () => {},
      wait: async (until) => {
        woke.push(until);
        setTime(until);
        return true;
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(await purgeNearMails(tenant)).toBe(1);
    const waited = Date.parse(woke.at(-1) ?? '') - Date.parse(woke[0] ?? '');
    expect(waited).toBeGreaterThan(4 * day);
  });

  it('ends without a purge when the contract was reinstated or a legal hold stands', async () => {
    process.env.RETENTION_WINDOW = 'PT1S';
    const change = (tenant: string, set: Record<string, unknown>) =>
      adapters.transact([adapters.tenantRow.update([tenant], { set }, { if: adapters.present })]);
    const held = await workflow.endedTenant(1, 0);
    await change(held, { heldUntil: '2999-01-01T00:00:00.000Z' });
    const reinstated = await workflow.endedTenant(1, 0);
    await change(reinstated, { state: 'open', epoch: 3 });
    for (const [tenant, reason] of [
      [held, 'held'],
      [reinstated, 'reinstated'],
    ] as const) {
      const { trail, output } = await workflow.run('retention', tenant, epoch, 1);
      expect(trail.at(-1)).toBe('Nothing to do any more');
      expect(output).toEqual({ outcome: 'leave', reason });
    }
  });

  it('goes on waiting for the purge when a warning or a probe fails', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    const { status, trail } = await workflow.run('retention', tenant, epoch, 1, {
      invoke: async (payload) => {
        if (/notify|probe/.test(String(payload.task))) throw new Error('broken');
        return workflow.invoke(payload);
      },
    });
    expect(status).toBe('WAITING');
    expect(trail.slice(-3)).toEqual([
      'Tell the admins how near the purge is',
      'Check that the data can be retrieved',
      'Wait until somebody has to look',
    ]);
  });

  it('names the same purge again when the answer that named it was lost', async () => {
    process.env.RETENTION_WINDOW = 'PT1S';
    const tenant = await workflow.endedTenant(1, 0);
    const first = await task(tenant, 'begin');
    expect(first).toEqual({ outcome: 'begin', name: `${tenant}-${epoch}-2`, attempt: 2 });
    expect(await task(tenant, 'begin')).toEqual(first);
    // Once the purge runs, there is nothing left to name.
    const execution = `arn:aws:states:eu-central-1:${account}:execution:purge:it`;
    await workflow.invoke({ task: 'purge.envelope', v: 1, tenant, epoch, attempt: 2, execution });
    expect(await task(tenant, 'begin')).toEqual({ outcome: 'leave', reason: 'superseded' });
  });
});

describe('the daily probe', () => {
  it('finds everything retrievable where it is, and says so of a tenant without a key too', async () => {
    const tenant = await workflow.endedTenant(5, 3);
    expect(await task(tenant, 'probe')).toEqual({ outcome: 'probed', damaged: 0 });
    const never = await workflow.newTenant();
    await workflow.end(never);
    expect(await task(never, 'probe')).toEqual({ outcome: 'nothing-to-probe' });
  });

  it.each([
    ['a data key is missing', /#K#record$/],
    ['an audit secret is missing', /^I#.*#AUDIT$/],
    ['the secret of a shard is missing', /^SHARD$/],
  ])('says so when %s', async (_, shape) => {
    const tenant = await workflow.endedTenant(4, 1);
    const rows = await keyRows(tenant);
    const victim = rows.find(({ sk }) => shape.test(sk));
    if (!victim) return expect.unreachable('no such key row');
    await adapters.removeRows('keys', [victim]);
    const { damaged } = await task(tenant, 'probe');
    expect(damaged).toBeGreaterThanOrEqual(1);
  });

  it('finds keys whose individual is gone, and a canary that does not open', async () => {
    const tenant = await workflow.endedTenant(1, 1);
    const canaries = (await keyRows(tenant)).filter(({ sk }) => sk.endsWith('#K#canary'));
    const [first, second] = canaries;
    if (!first || !second) return expect.unreachable('no canaries');
    await adapters.removeRows('vault', [{ pk: first.pk, sk: first.sk.replace('#K#canary', '') }]);
    await adapters.putRows('keys', [{ ...second, wrapped: first.wrapped }]);
    expect(await task(tenant, 'probe')).toEqual({ outcome: 'probed', damaged: 3 });
  });

  it('ends a call when its time is up, and goes on where it was', async () => {
    const { retentionProbe } = await import('../../../lambdas/operations/retention/retention-probe.ts');
    const tenant = await workflow.endedTenant(20, 1);
    const victim = (await keyRows(tenant)).filter(({ sk }) => sk.endsWith('#K#case')).at(-1);
    if (!victim) return expect.unreachable('no key');
    await adapters.removeRows('keys', [victim]);
    const outcomes: unknown[] = [];
    for (let call = 0; call < 20 && outcomes.at(-1) !== 'probed'; call++) {
      let looks = 1;
      const { outcome, damaged } = await retentionProbe(
        { v: 1, tenant, epoch, attempt: 1 },
        { at: new Date().toISOString(), timeIsUp: () => looks-- <= 0 },
      );
      outcomes.push(outcome, damaged, outcome);
    }
    expect(outcomes.at(-1)).toBe('probed');
    expect(outcomes).toContain('more');
    // What an earlier call found is told with the rest.
    expect(outcomes.at(-2)).toBe(1);
  });
});

async function keyRows(tenant: string) {
  const rows = await Promise.all(
    [...'01'].map((shard) =>
      adapters.queryAll({ table: 'keys', pk: adapters.partition.range(tenant, shard) }),
    ),
  );
  return rows.flat();
}
