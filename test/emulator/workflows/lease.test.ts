import '../../support/in-process/two-shards.ts';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

/*
 * Every execution that was started runs: what a reconciler starts beside one is a second for the same tenant.
 */
let workflow: Workflow;
const started: string[] = [];

beforeAll(async () => {
  vi.doMock('../../../lambdas/platform/aws/state-machines.ts', () => ({
    runningExecutions: async () => [],
    isRunning: async () => true,
    diedSince: async () => [],
    startExecution: async (_arn: string, name: string) => void started.push(name),
  }));
  workflow = await loadWorkflow();
}, 60_000);
afterAll(() => workflow?.stop());
beforeEach(() => {
  started.length = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  // Nobody looks after those of former tests.
  for (const tenant of ended.splice(0)) {
    const { adapters } = workflow;
    const pk = adapters.partition.range(tenant, 't');
    await adapters.removeRows('vault', await adapters.queryAll({ table: 'vault', pk }));
  }
});

const ended: string[] = [];
async function endedTenant(endedAgo?: number): Promise<string> {
  const tenant = await workflow.endedTenant(1, 0, endedAgo);
  ended.push(tenant);
  return tenant;
}

const epoch = 2;
const minute = 60 * 1000;
const hour = 60 * minute;
const setTime = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now });
const reconcile = () =>
  workflow.invoke({
    task: 'reconcile',
    machines: { retention: 'retention', purge: 'purge', export: 'export' },
  });
const startedFor = (tenant: string) => started.filter((name) => name.startsWith(tenant));

async function untilOf(tenant: string): Promise<number> {
  const found = await workflow.adapters.tenantAndLease(tenant);
  return Date.parse(found?.lease?.until ?? '');
}

describe.each([
  { machine: 'retention', window: 'P30D' },
  { machine: 'purge', window: 'PT1S' },
] as const)('the lease of an execution of $machine', ({ machine, window }) => {
  it('lasts through every wait: the reconciler starts nothing meanwhile', async () => {
    process.env.RETENTION_WINDOW = window;
    const tenant = await endedTenant();
    const waited: string[] = [];
    const { status } = await workflow.run(machine, tenant, epoch, 1, {
      wait: async (until) => {
        waited.push(until);
        const end = Date.parse(until);
        expect(await untilOf(tenant)).toBeGreaterThan(end);
        // Once at the end of the second wait is enough for the hours of it.
        if (waited.length > 1) return false;
        // A lease that has lapsed stays so: whoever would be started at an hour is started at each later one.
        for (let at = Date.now() + hour; at < end; at += at < end - 13 * hour ? 12 * hour : hour) {
          setTime(at);
          await reconcile();
        }
        setTime(end + 1000);
        await reconcile();
        return true;
      },
    });
    expect(status).toBe('WAITING');
    expect(waited).toHaveLength(2);
    expect(startedFor(tenant)).toEqual([]);
  }, 60_000);

  it('lasts from one try of a step to the next, however long both take', async () => {
    process.env.RETENTION_WINDOW = window;
    const tenant = await endedTenant();
    // A try that times out, the longest wait, and a try that times out.
    const apart = 16 * minute + 15 * minute + 16 * minute;
    await workflow.run(machine, tenant, epoch, 1, {
      invoke: async (payload) => {
        const outcome = await workflow.invoke(payload);
        const now = Date.now();
        expect(await untilOf(tenant), String(payload.task)).toBeGreaterThan(now + apart);
        return outcome;
      },
    });
    setTime(Date.now() + apart);
    await reconcile();
    expect(startedFor(tenant)).toEqual([]);
  });
});

describe('the lease of an execution that is about to be started', () => {
  it('lasts while its start is tried again', async () => {
    process.env.RETENTION_WINDOW = 'PT1S';
    const tenant = await endedTenant();
    await workflow.run('retention', tenant, epoch, 1, { start: async () => undefined });
    setTime(Date.now() + 45 * minute);
    await reconcile();
    expect(startedFor(tenant)).toEqual([]);
    setTime(Date.now() + 10 * minute);
    await reconcile();
    expect(startedFor(tenant)).toEqual([`${tenant}-${epoch}-3`]);
  });

  it('keeps how far a step had come, when the next attempt of the same epoch takes over', async () => {
    process.env.RETENTION_WINDOW = 'P30D';
    const { adapters } = workflow;
    const tenant = await endedTenant();
    const at = new Date().toISOString();
    const first = await adapters.takeLease({ v: 1, tenant, epoch, attempt: 1 }, at, 60);
    if (typeof first === 'string') return expect.unreachable(first);
    await adapters.saveProgress(first, at, 'probe', { 'individuals-0': 'I#00' });
    await adapters.nextAttempt(first.tenant, (await adapters.tenantAndLease(tenant))?.lease, at);
    const second = await adapters.takeLease({ v: 1, tenant, epoch, attempt: 2 }, at, 60);
    if (typeof second === 'string') return expect.unreachable(second);
    expect(adapters.progressOf(second, 'probe')).toEqual({ 'individuals-0': 'I#00' });
  });

  it('is not ended by the death of an execution beside the copy that has it', async () => {
    process.env.RETENTION_WINDOW = 'P30D';
    const { adapters } = workflow;
    const tenant = await endedTenant();
    const at = new Date().toISOString();
    const attempt = { v: 1, tenant, epoch, attempt: 1 } as const;
    await adapters.takeLease({ ...attempt, execution: 'copy' }, at, 60);
    expect(await adapters.endLease({ ...attempt, execution: 'first' }, at)).toBe(false);
    expect(await adapters.endLease({ ...attempt, execution: 'copy' }, at)).toBe(true);
  });
});

describe('the lease of an export that nobody goes on with', () => {
  it.each([
    ['is taken anew within the 72 hours after the window', 71, true],
    ['puts off no purge after them', 73, false],
  ])('%s', async (_, hours, putsOff) => {
    process.env.RETENTION_WINDOW = 'PT1S';
    const { claimDueExports, isExporting } = await import('../../../lambdas/stores/exports/lease.ts');
    const { exportingRow, runningExports } = await import('../../../lambdas/model/statement-rows.ts');
    const tenant = await endedTenant(hours * hour + 2 * minute);
    const at = new Date().toISOString();
    const until = new Date(Date.now() - hour).toISOString();
    const place = { listPk: runningExports, listSk: tenant };
    const lease = { export: `exp_${'0'.repeat(32)}`, epoch, attempt: 1, until, ...place };
    await workflow.adapters.putRows('vault', [{ ...exportingRow.key(tenant), ...lease }]);
    // Its workflow is started either way, and removes what there is when it has no time left.
    expect(await claimDueExports(at)).toMatchObject([{ tenant, attempt: 2 }]);
    expect(await isExporting(tenant, at)).toBe(putsOff);
    const { queryAll } = workflow.adapters;
    const [row] = await queryAll({ table: 'vault', pk: exportingRow.key(tenant).pk, prefix: 'EXPORTING' });
    expect(Date.parse(String(row?.until))).toBeLessThanOrEqual(Date.now() + Math.max(0, 72 - hours) * hour);
    await workflow.adapters.removeRows('vault', [exportingRow.key(tenant)]);
  });
});
