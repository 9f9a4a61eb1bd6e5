import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordedCalls } from '../../support/system/recorded-calls.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

let workflow: Workflow;
let recorded: RecordedCalls;
const called: string[] = [];

beforeAll(async () => {
  vi.doMock('../../../lambdas/stores/tenants/keymaker-call.ts', () => ({
    callKeymaker: async ({ tenant }: { tenant: string }) => void called.push(tenant),
  }));
  workflow = await loadWorkflow();
  const { dynamo } = await import('../../../lambdas/platform/dynamodb/reads.ts');
  recorded = new RecordedCalls(dynamo);
}, 60_000);
afterAll(() => workflow?.stop());
beforeEach(() => {
  called.length = 0;
});

const minute = 60 * 1000;
const inMinutes = (count: number) => new Date(Date.now() + count * minute).toISOString();
const machines = () => ({
  retention: process.env.RETENTION_MACHINE ?? '',
  purge: process.env.PURGE_MACHINE ?? '',
  export: process.env.EXPORT_MACHINE ?? '',
});
const reconcile = () => workflow.invoke({ task: 'reconcile', machines: machines() });
/** Tenants that should have been provisioned minutes ago. */
const lateTenants = (count: number) =>
  workflow.newTenants(Array.from({ length: count }, (_, i) => ({ createdAt: inMinutes(-10 - i) })));

describe('what the reconciler reads', () => {
  it('is what is due, however many tenants there are', async () => {
    const { adapters } = workflow;
    await adapters.putRows(
      'vault',
      Array.from({ length: 1000 }, (_, i) => {
        const tenant = `tnt_${i.toString(16).padStart(32, '0')}`;
        const look = { listPk: adapters.dueTenants, listSk: `${inMinutes(10 + i)}#${tenant}` };
        return { ...adapters.leaseRow.key(tenant), epoch: 1, attempt: 0, until: inMinutes(10), ...look };
      }),
    );
    const due = await lateTenants(3);
    recorded.clear();
    expect(await reconcile()).toEqual({ outcome: 'reconciled', count: 3, failed: 0 });
    expect(called.toSorted()).toEqual(due.toSorted());
    expect(recorded.counts).toEqual({
      // Of tenants, exports and kept sets; then of the legal holds of each tenant that is due.
      QueryCommand: 3 + 3,
      BatchGetItemCommand: 3,
      // After which each is due again, when provisioning should have ended.
      TransactWriteItemsCommand: 3,
    });
  });

  it('makes it start a hundred at most, whoever has waited longest first, and the others in the next run', async () => {
    const due = await lateTenants(120);
    expect(await reconcile()).toEqual({ outcome: 'reconciled', count: 100, failed: 0 });
    expect(called.toSorted()).toEqual(due.slice(-100).toSorted());
    expect(await reconcile()).toEqual({ outcome: 'reconciled', count: 20, failed: 0 });
    expect(called.toSorted()).toEqual(due.toSorted());
    expect(await reconcile()).toEqual({ outcome: 'reconciled', count: 0, failed: 0 });
  });
});
