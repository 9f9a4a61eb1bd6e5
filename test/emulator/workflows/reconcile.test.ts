import '../../support/in-process/two-shards.ts';
import process from 'node:process';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

let workflow: Workflow;
let adapters: Workflow['adapters'];
const called: string[] = [];
const counted: string[] = [];

beforeAll(async () => {
  vi.doMock('../../../lambdas/stores/tenants/keymaker-call.ts', () => ({
    callKeymaker: async ({ tenant }: { tenant: string }) => void called.push(tenant),
  }));
  vi.doMock('../../../lambdas/platform/observability/log.ts', async (original) => ({
    ...(await original<typeof import('../../../lambdas/platform/observability/log.ts')>()),
    count: (event: string) => void counted.push(event),
  }));
  workflow = await loadWorkflow();
  ({ adapters } = workflow);
}, 60_000);
afterAll(() => workflow?.stop());
beforeEach(() => {
  called.length = 0;
  counted.length = 0;
  process.env.RETENTION_WINDOW = 'P30D';
});

const day = 24 * 60 * 60 * 1000;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
const machines = () => ({
  retention: process.env.RETENTION_MACHINE ?? '',
  purge: process.env.PURGE_MACHINE ?? '',
  export: process.env.EXPORT_MACHINE ?? '',
});
const reconcile = () => workflow.invoke({ task: 'reconcile', machines: machines() });

/** Names of the executions of a tenant, of both machines. */
async function started(tenant: string): Promise<string[]> {
  const lists = await Promise.all(
    Object.entries(machines()).map(async ([machine, stateMachineArn]) => {
      const { executions = [] } = await new SFNClient().send(new ListExecutionsCommand({ stateMachineArn }));
      return executions
        .filter(({ name }) => name?.startsWith(tenant))
        .map(({ name }) => `${machine} ${name}`);
    }),
  );
  return lists.flat().sort();
}

/** Changes a tenant's row as an operation would, with its place in the list of what is due. */
async function set(tenant: string, attributes: Record<string, unknown>): Promise<void> {
  await adapters.transact([
    adapters.tenantRow.update([tenant], { set: attributes }, { if: adapters.present }),
  ]);
  const found = await adapters.tenantAndLease(tenant);
  if (found?.lease) await adapters.putOff(found.tenant, found.lease, new Date().toISOString());
}
const endLease = (tenant: string, attempt: number) =>
  adapters.endLease({ v: 1, tenant, epoch: 2, attempt }, new Date().toISOString());
const step = (tenant: string, name: string, attempt: number, execution?: string) =>
  workflow.invoke({ task: name, v: 1, tenant, epoch: 2, attempt, ...(execution && { execution }) });

describe('the reconciler', () => {
  it('calls the keymaker again for a tenant that has been provisioning for too long, and for no other', async () => {
    const slow = await workflow.newTenant({ createdAt: ago(10 * 60 * 1000) });
    const fresh = await workflow.newTenant();
    await reconcile();
    expect(called).toContain(slow);
    expect(called).not.toContain(fresh);
  });

  it('makes an agreed end that has come a fact, counting from the end, and starts its retention', async () => {
    const tenant = await workflow.openTenant(1, 0);
    const endsAt = ago(3 * day);
    await set(tenant, { endsAt });
    await Promise.all([reconcile(), reconcile()]);
    const row = await workflow.tenantRow(tenant);
    expect(row).toMatchObject({ state: 'retrieval', epoch: 2, endedAt: endsAt });
    expect(Date.parse(row.purgeAt as string) - Date.parse(endsAt)).toBeLessThanOrEqual(31 * day);
    expect(await started(tenant)).toEqual([`retention ${tenant}-2-2`]);
  });

  it('leaves an open contract alone, with an end to come or none', async () => {
    const tenant = await workflow.openTenant(1, 0);
    await set(tenant, { endsAt: '2999-01-01T00:00:00.000Z' });
    await reconcile();
    expect(await workflow.tenantRow(tenant)).toMatchObject({ state: 'open', epoch: 1 });
    expect(await started(tenant)).toEqual([]);
  });

  it('starts a retention that nobody started, and starts no second one while it has the lease', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    await reconcile();
    await reconcile();
    expect(await started(tenant)).toEqual([`retention ${tenant}-2-2`]);
  });

  it('replaces an execution that died, whatever time its lease has left', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    const arn = machines().retention;
    const { adopted } = await longExecution(arn, tenant);
    await step(tenant, 'retention.check', 7, adopted);
    await reconcile();
    expect(await started(tenant)).toEqual([`retention ${tenant}-2-7`]);
    await new SFNClient().send(new StopExecutionCommand({ executionArn: adopted }));
    await reconcile();
    expect(await started(tenant)).toEqual([`retention ${tenant}-2-7`, `retention ${tenant}-2-8`]);
    // What wakes up late finds itself overtaken.
    expect(await step(tenant, 'retention.check', 7, adopted)).toEqual({
      outcome: 'leave',
      reason: 'superseded',
    });
  });

  it('starts the way to the purge of what is due, and the purge again when its execution is gone', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    await set(tenant, { purgeAt: ago(1000) });
    await reconcile();
    expect(await started(tenant)).toEqual([`retention ${tenant}-2-2`]);
    const gone = `${machines().purge.replace(':stateMachine:', ':execution:')}:nobody-knows-it`;
    await step(tenant, 'purge.envelope', 2, gone);
    await step(tenant, 'purge.commit', 2, gone);
    await endLease(tenant, 2);
    await reconcile();
    expect(await started(tenant)).toEqual([`purge ${tenant}-2-3`, `retention ${tenant}-2-2`]);
    expect(counted).not.toContain('PurgePastDue');
  });

  it('begins again, once the lease is over, a purge whose execution was never started', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    await set(tenant, { purgeAt: ago(1000) });
    expect(await step(tenant, 'retention.begin', 1)).toMatchObject({ outcome: 'begin', attempt: 2 });
    await reconcile();
    expect(await started(tenant)).toEqual([]);
    await endLease(tenant, 2);
    await reconcile();
    expect(await started(tenant)).toEqual([`retention ${tenant}-2-3`]);
  });

  it('starts nothing for a tenant under legal hold, and starts its retention once the hold is over', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    await set(tenant, { purgeAt: ago(3 * day), heldUntil: '2999-01-01T00:00:00.000Z' });
    await reconcile();
    expect(await started(tenant)).toEqual([]);
    expect(counted).not.toContain('PurgePastDue');
    await set(tenant, { heldUntil: ago(1000) });
    await reconcile();
    expect(await started(tenant)).toEqual([`retention ${tenant}-2-2`]);
    await set(tenant, { purgeAt: '2999-01-01T00:00:00.000Z' });
  });

  it('raises the alarm for a purge that is past due by a day, though it starts it', async () => {
    const tenant = await workflow.endedTenant(1, 0);
    await set(tenant, { purgeAt: ago(2 * day) });
    await reconcile();
    expect(counted).toContain('PurgePastDue');
    await workflow.run('purge', tenant, 2, 2);
    expect(await workflow.tenantRow(tenant)).toMatchObject({ state: 'purged' });
    counted.length = 0;
    await reconcile();
    expect(counted).not.toContain('PurgePastDue');
  });

  it('looks after the other tenants when one of them fails, and says so', async () => {
    const broken = await workflow.endedTenant(1, 0);
    await set(broken, { endsAt: ago(1000), state: 'open', timeZone: 'Europe/Nowhere' });
    const tenant = await workflow.endedTenant(1, 0);
    expect(await reconcile()).toMatchObject({ outcome: 'reconciled', failed: 1 });
    expect(counted).toContain('ReconcileFailed');
    expect(await started(tenant)).toEqual([`retention ${tenant}-2-2`]);
  });
});

/** An execution that keeps running: the machines of this local AWS end at once. */
async function longExecution(stateMachineArn: string, tenant: string): Promise<{ adopted: string }> {
  const { UpdateStateMachineCommand, StartExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = new SFNClient();
  const definition = (state: object) => JSON.stringify({ StartAt: 'Only', States: { Only: state } });
  const wait = definition({ Type: 'Wait', Seconds: 3600, End: true });
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: wait }));
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: `${tenant}-2-7`, input: '{}' }),
  );
  return { adopted: executionArn };
}
