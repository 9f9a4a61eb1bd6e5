import '../../support/in-process/two-shards.ts';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TenantState } from '../../../lambdas/domain/tenants/tenancy.ts';
import { entryRow } from '../../../lambdas/model/audit-rows.ts';
import { recordRow } from '../../../lambdas/model/record-rows.ts';
import { ruleOf } from '../../../lambdas/model/registry.ts';
import { account } from '../../support/in-process/local-aws.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';
import type { Written } from '../../support/workflows/witness.ts';

let workflow: Workflow;
const seen: Written[] = [];

beforeAll(async () => {
  workflow = await loadWorkflow();
  const { witness } = await import('../../support/workflows/witness.ts');
  witness((written) => seen.push(written));
}, 60_000);
afterAll(() => workflow?.stop());
afterEach(() => {
  vi.useRealTimers();
});

const epoch = 2;
const day = 24 * 60 * 60 * 1000;
const gone = `arn:aws:kms:eu-central-1:${account}:key/00000000-0000-4000-8000-000000000000`;

/** Whether a row may be written in one of these states; expiry is given while the tenant is purged, by nobody else. */
function mayBeWritten({ how, kind }: Written, states: readonly TenantState[]): boolean {
  if (how === 'expire') return states.includes('purging');
  if (kind === undefined) return false;
  const rule = ruleOf(kind);
  if (rule === undefined) return true;
  const { create, change } = rule;
  const allowed = how === 'create' ? create : how === 'change' ? change : [...create, ...change];
  return states.some((state) => allowed.includes(state));
}

const stateOf = async (tenant: string): Promise<TenantState | undefined> =>
  (await workflow.tenantRow(tenant).catch(() => undefined))?.state as TenantState | undefined;

describe('the workflow of retention and purge', () => {
  it('writes, from the schedule to the second attestation, only what the state of the tenant allows', async () => {
    process.env.RETENTION_WINDOW = 'P30D';
    const tenant = await workflow.endedTenant(2, 1);
    const names = new Set<string>();
    const broken: string[] = [];
    const invoke = async (payload: Record<string, unknown>) => {
      const before = await stateOf(tenant);
      seen.length = 0;
      const outcome = await workflow.invoke(payload);
      const written = [...seen];
      // The step that moves the tenant writes on both sides of it.
      const states = [before, await stateOf(tenant)].filter((state) => state !== undefined);
      for (const one of written) {
        const name = `${one.how} ${one.table} ${one.kind?.name}`;
        names.add(name);
        if (!mayBeWritten(one, states)) broken.push(`${payload.task}: ${name}, ${states.join(' to ')}`);
      }
      return outcome;
    };
    const { purgeAt } = await workflow.tenantRow(tenant);
    const due = Date.parse(String(purgeAt));
    const clock = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now });
    clock(due - 2 * day);
    let wakes = 0;
    const waited = await workflow.run('retention', tenant, epoch, 1, {
      invoke,
      start: async () => undefined,
      wait: (until) => {
        clock(Date.parse(until) + 1000);
        return ++wakes < 10;
      },
    });
    expect(waited.status).toBe('SUCCEEDED');
    const { transact, present } = await import('../../../lambdas/platform/dynamodb/transaction.ts');
    const { tenantRow } = await import('../../../lambdas/model/tenant-rows.ts');
    const purged = await workflow.run('purge', tenant, epoch, 2, {
      invoke,
      wait: async () => {
        await transact([tenantRow.update([tenant], { set: { kmsKey: gone } }, { if: present })]);
        return true;
      },
    });
    expect(purged.status).toBe('SUCCEEDED');
    expect(broken).toEqual([]);
    // It has looked: these are what the purge cannot do without.
    expect([...names]).toEqual(
      expect.arrayContaining([
        'create evidence schedule',
        'change vault tenant',
        'put evidence ledger',
        'create evidence attestation',
        'expire vault record',
        'put keys planted',
        'put vault lease',
      ]),
    );
  }, 60_000);

  it('would be found out if it wrote anything else', () => {
    const record: Written = { how: 'create', table: 'vault', kind: recordRow };
    expect(mayBeWritten(record, ['open'])).toBe(true);
    expect(mayBeWritten(record, ['retrieval', 'purging'])).toBe(false);
    expect(mayBeWritten({ ...record, how: 'expire' }, ['retrieval'])).toBe(false);
    expect(mayBeWritten({ how: 'change', table: 'evidence', kind: entryRow }, ['purging'])).toBe(false);
    expect(mayBeWritten({ ...record, kind: undefined }, ['open'])).toBe(false);
  });
});
