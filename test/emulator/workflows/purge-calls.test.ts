import { afterAll, beforeAll, expect, it } from 'vitest';
import recorded from '../../../tools/bench/purge-calls.json' with { type: 'json' };
import { account } from '../../support/in-process/local-aws.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

/* How many calls each step of a purge makes when nothing goes wrong; deaths.test.ts has what happens else. */
const epoch = 2;
const gone = `arn:aws:kms:eu-central-1:${account}:key/00000000-0000-4000-8000-000000000000`;
let workflow: Workflow;
/** How many calls each step makes when nothing goes wrong. */
const callsOf = new Map<string, number>();

beforeAll(async () => {
  workflow = await loadWorkflow();
  // The second time, when what a function keeps in memory is there.
  for (const _ of ['cold', 'warm']) {
    const tenant = await workflow.endedTenant(1, 1);
    const { status } = await workflow.run('purge', tenant, epoch, 2, {
      invoke: async (payload) => {
        workflow.faults.mend();
        const outcome = await workflow.invoke(payload);
        callsOf.set(String(payload.task), workflow.faults.calls());
        return outcome;
      },
      wait: () => loseKey(tenant),
    });
    expect(status).toBe('SUCCEEDED');
  }
}, 60_000);
afterAll(() => workflow?.stop());

/** AWS destroys the key meanwhile; the local one never does. */
async function loseKey(tenant: string): Promise<true> {
  const { equals, transact } = await import('../../../lambdas/platform/dynamodb/transaction.ts');
  const { tenantRow } = await import('../../../lambdas/model/tenant-rows.ts');
  await transact([tenantRow.update([tenant], { set: { kmsKey: gone } }, { if: equals({ epoch }) })]);
  return true;
}

it.each(Object.entries(recorded))(
  '%s calls AWS no oftener than the simulation of a day assumes',
  (task, calls) => {
    // Retention is not played here, and how often an index is looked at depends on how soon it is true.
    expect(callsOf.get(task) ?? 0).toBeLessThanOrEqual(calls * 1.2 + 2);
  },
);
