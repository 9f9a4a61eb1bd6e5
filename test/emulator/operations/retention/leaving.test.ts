import '../../../support/in-process/two-shards.ts';
import process from 'node:process';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { refusal } from '../../../support/in-process/call.ts';
import { anna, type Deployment, deployment, operator } from '../../../support/in-process/deployment.ts';
import { stepsInProcess } from '../../../support/workflows/step-functions.ts';

const day = 24 * 60 * 60 * 1000;
let deployed: Deployment;
let step: (tenant: string, task: string, attempt?: number) => Promise<unknown>;

beforeAll(async () => {
  deployed = await deployment();
  const invoke = await stepsInProcess();
  step = (tenant, task, attempt = 1) => {
    const execution = `arn:aws:states:eu-central-1:1:execution:m:${tenant}-2-${attempt}`;
    const call = { task, v: 1, tenant, epoch: 2, attempt, execution };
    return invoke(call);
  };
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
  process.env.RETENTION_WINDOW = 'P30D';
});

const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
const end = (tenant: string, endsAt?: string) =>
  deployed.call('termination.set', {
    as: operator,
    path: { tenant },
    body: { reason: 'customer-request', ...(endsAt && { endsAt }) },
  });
const read = async (tenant: string) =>
  (await deployed.call('retention.read', { as: anna, path: { tenant } })).body;

/** Everything that is listed, in pages of one, as tenant and state. */
async function listed(query: Record<string, string> = {}): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const more: Record<string, string> = cursor === '' ? {} : { cursor };
    const page = await deployed.call('retention.list', {
      as: operator,
      query: { limit: '1', ...query, ...more },
    });
    const { items, next } = page.body as { items: { tenant: string; state: string }[]; next?: string };
    found.push(...items.map(({ tenant, state }) => `${tenant} ${state}`));
    cursor = next;
  }
  return found;
}

describe('where tenants stand', () => {
  it('lists those on their way out, each once, whoever is to be looked after first comes first', async () => {
    const [open, held, ending, leaving] = await Promise.all([1, 2, 3, 4].map(() => deployed.openTenant()));
    if (!open || !held || !ending || !leaving) return expect.unreachable('no tenants');
    await end(leaving);
    await end(ending, inDays(50));
    await end(held);
    const body = { reason: 'Klage', authority: 'Landgericht Kiel', until: inDays(40) };
    await deployed.call('hold.set', { as: anna, path: { tenant: held }, body });
    const all = await listed();
    expect(all.sort()).toEqual([`${held} held`, `${ending} ending`, `${leaving} retrieval`].sort());
    expect(await listed({ state: 'held' })).toEqual([`${held} held`]);
    expect(await read(held)).toMatchObject({
      blockedBy: [{ by: 'window' }, { by: 'hold', until: body.until }],
    });
    // One whose contract runs on is held as well: it waits for the hold.
    await deployed.call('hold.set', { as: anna, path: { tenant: open }, body });
    expect(await read(open)).toMatchObject({ state: 'open', blockedBy: [{ by: 'hold', until: body.until }] });
    expect(refusal(await deployed.call('retention.list', { as: anna }))).toBe('403 forbidden');
    const wrong = { as: operator, query: { state: 'gone' } };
    expect(refusal(await deployed.call('retention.list', wrong))).toBe('400 invalid-request');
  });

  it('says which step is at work, when it wakes, and what failed since it got on', async () => {
    const tenant = await deployed.openTenant();
    await end(tenant);
    expect(await read(tenant)).not.toHaveProperty('fault');
    delete process.env.RETENTION_WINDOW;
    for (let tries = 1; tries <= 3; tries++) {
      await expect(step(tenant, 'retention.schedule')).rejects.toThrow();
      expect(await read(tenant)).toMatchObject({
        step: 'retention.schedule',
        attempt: 1,
        execution: `${tenant}-2-1`,
        fault: { code: 'Error', tries },
      });
    }
    expect(await listed({ state: 'blocked' })).toEqual([`${tenant} blocked`]);
    process.env.RETENTION_WINDOW = 'P30D';
    await step(tenant, 'retention.schedule');
    const checked = (await step(tenant, 'retention.check')) as { next: string };
    await step(tenant, 'retention.probe');
    const { fault, ...found } = await read(tenant);
    expect(fault).toBeUndefined();
    expect(found).toMatchObject({ step: 'retention.probe', next: checked.next });
  });

  it('takes no note of what an attempt does that was overtaken', async () => {
    const tenant = await deployed.openTenant();
    await end(tenant);
    await step(tenant, 'retention.check', 2);
    const { noteFault } = await import('../../../../lambdas/stores/retention/lease.ts');
    const late = { v: 1, tenant, epoch: 2, attempt: 1, task: 'retention.check' } as const;
    await noteFault(late, 'TimeoutError', new Date().toISOString());
    expect(await read(tenant)).toMatchObject({ attempt: 2 });
    expect(await read(tenant)).not.toHaveProperty('fault');
  });
});
