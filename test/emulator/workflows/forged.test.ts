import '../../support/in-process/two-shards.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

let workflow: Workflow;
let tasks: readonly string[];
const exportTasks = ['export.sign', 'export.clear'];
let open: string;
let ended: string;

beforeAll(async () => {
  workflow = await loadWorkflow();
  const { steps: removing } = await import('../../../lambdas/functions/eraser.ts');
  const { steps: waiting } = await import('../../../lambdas/functions/workflow.ts');
  tasks = Object.keys({ ...waiting, ...removing });
  open = await workflow.openTenant(1, 1);
  ended = await workflow.endedTenant(1, 1);
  const { equals, tenantRow, transact } = workflow.adapters;
  const purgeAt = '2999-01-01T00:00:00.000Z';
  await transact([tenantRow.update([ended], { set: { purgeAt } }, { if: equals({ epoch: 2 }) })]);
}, 60_000);
afterAll(() => workflow?.stop());

const nobody = `tnt_${'0'.repeat(32)}`;
const exp = `exp_${'0'.repeat(32)}`;

describe('a forged input', () => {
  it('of the right shape deletes nothing, for whichever step and of whichever tenant', async () => {
    const before = [await workflow.remainsOf(open), await workflow.remainsOf(ended)];
    const outcomes = new Set<unknown>();
    for (const task of tasks)
      for (const [tenant, epoch, attempt] of [
        [open, 1, 1],
        [open, 2, 9],
        [ended, 1, 9],
        [ended, 3, 1],
        [nobody, 1, 1],
      ] as const)
        outcomes.add((await workflow.invoke({ task, v: 1, tenant, epoch, attempt })).outcome);
    // The contract has ended, but the purge is not due: the steps of retention may act, and take nothing away.
    for (const task of tasks.filter((name) => name.startsWith('purge.')))
      outcomes.add((await workflow.invoke({ task, v: 1, tenant: ended, epoch: 2, attempt: 1 })).outcome);
    for (const task of exportTasks)
      for (const tenant of [open, ended, nobody])
        outcomes.add((await workflow.invoke({ task, v: 1, tenant, export: exp, attempt: 1 })).outcome);
    expect([...outcomes]).toEqual(['leave']);
    expect([await workflow.remainsOf(open), await workflow.remainsOf(ended)]).toEqual(before);
  });

  it('of another shape is refused by every step before it reads anything', async () => {
    workflow.faults.mend();
    for (const task of [...tasks, ...exportTasks])
      for (const input of [
        { task },
        { task, v: 2, tenant: ended, epoch: 2, attempt: 1 },
        { task, v: 1, tenant: 'tnt_', epoch: 2, attempt: 1 },
        { task, v: 1, tenant: ended, epoch: -1, attempt: 1 },
        { task, v: 1, tenant: ended, epoch: 2, attempt: 1.5 },
        { task, v: 1, tenant: ended, epoch: 2, attempt: 1, force: true },
        { task, v: 1, tenant: [ended], epoch: 2, attempt: 1 },
        { task, v: 1, tenant: ended, export: '../..', attempt: 1 },
      ])
        expect(await workflow.invoke(input), JSON.stringify(input)).toEqual({ outcome: 'invalid-input' });
    expect(workflow.faults.calls()).toBe(0);
  });
});

describe('damage from outside', () => {
  const step = (tenant: string, name: string) =>
    workflow.invoke({ task: `purge.${name}`, v: 1, tenant, epoch: 2, attempt: 2 });

  it.each([
    ['the record that it was committed', 'purge.committed'],
    ['the record that the keys were destroyed', 'purge.shredded'],
  ] as const)('to %s lets nothing be attested', async (_, event) => {
    const { workflowEntryId } = await import('../../../lambdas/stores/retention/workflow-entries.ts');
    const { entryRow } = await import('../../../lambdas/model/audit-rows.ts');
    const tenant = await workflow.endedTenant(1, 0);
    for (const name of ['envelope', 'commit', 'shred', 'expire', 'sweep', 'verify']) await step(tenant, name);
    await workflow.adapters.removeRows('evidence', [entryRow.key(tenant, workflowEntryId(tenant, 2, event))]);
    await expect(step(tenant, 'attest')).rejects.toThrow('is missing');
    expect(await workflow.tenantRow(tenant)).toMatchObject({ state: 'purging' });
  });
});
