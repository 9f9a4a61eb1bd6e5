import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { steppedTime } from '../../support/stepped-time.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

let workflow: Workflow;
const time = steppedTime();

beforeAll(async () => {
  workflow = await loadWorkflow({ monotonic: time.now, pauseFor: time.wait });
}, 60_000);
afterAll(() => workflow?.stop());

const epoch = 2;
const individuals = 8;
/** Rows below each individual, of half a kilobyte that count as sixteen. */
const rows = 150;
const bytes = 300;
const unitsOfRow = 16;
const budget = { table: 4000, partition: 1000, sizes: 32 };

/** A tenant whose contract has ended, with many heavy rows. */
async function heavyTenant(): Promise<string> {
  const { adapters } = workflow;
  const tenant = await workflow.endedTenant(individuals, 0);
  const ranges = await Promise.all(
    [...'0123456789abcdef'].map((shard) =>
      adapters.queryAll({ table: 'vault', pk: adapters.partition.range(tenant, shard), prefix: 'I#' }),
    ),
  );
  const people = ranges.flat().filter(({ sk, canary }) => /^I#[0-9a-f]{32}$/.test(sk) && canary !== true);
  const { recordRow } = await import('../../../lambdas/model/record-rows.ts');
  const { newIdBelow } = await import('../../../lambdas/platform/runtime/random.ts');
  for (const { id } of people)
    await adapters.putRows(
      'vault',
      Array.from({ length: rows }, () => ({
        ...recordRow.key(tenant, String(id), '0f'.repeat(8), newIdBelow('rec', String(id))),
        version: 1,
        sealed: randomBytes(bytes),
      })),
    );
  return tenant;
}

describe('a purge under the limits of DynamoDB', () => {
  it('takes a throttle for "not yet": no step fails, nothing is counted twice, and few calls are in vain', async () => {
    const { economical } = await import('../../support/economy.ts');
    const tenant = await heavyTenant();
    const economy = economical(budget, time);
    try {
      for (const table of ['keys', 'vault', 'evidence']) await economy.know(table);
      economy.reset();
      const failed: string[] = [];
      const callsIn: Record<string, number> = {};
      const { status, trail } = await workflow.run('purge', tenant, epoch, 2, {
        invoke: async (payload) => {
          const before = economy.calls.writes;
          try {
            return await workflow.invoke(payload);
          } catch (error) {
            failed.push(`${payload.task}: ${error}`);
            throw error;
          } finally {
            const task = String(payload.task);
            callsIn[task] = (callsIn[task] ?? 0) + economy.calls.writes - before;
          }
        },
      });
      expect(failed).toEqual([]);
      expect(status, trail.join(' ')).toBe('WAITING');
      // It was tight: more was asked for than there was.
      expect(economy.throttled()).toBeGreaterThan(0);
      const [id = ''] = await workflow.adapters.attestationsOf(tenant);
      const record = (await workflow.adapters.attestation(id))?.record as {
        existed: Record<'vault' | 'keys' | 'evidence', Record<string, number>>;
        deleted: { vault: { record: number } };
      };
      const total = individuals * rows;
      expect(record.existed.vault.record).toBe(total);
      expect(record.deleted.vault.record).toBe(total);
      // Every row is stamped once and deleted once: what was refused was not paid for.
      const { vault, keys, evidence } = record.existed;
      const existed = [vault, keys, evidence].flatMap((kinds) => Object.values(kinds));
      const all = existed.reduce((sum, count) => sum + count, 0);
      expect(economy.used()).toBeLessThanOrEqual(1.05 * 2 * all * unitsOfRow);
      // Batches of the heavy rows, of which some come back, and what the other ranges and the counting need.
      const ideal = total / 25;
      const others = 60;
      expect(callsIn['purge.expire']).toBeLessThanOrEqual(1.5 * ideal + others);
      expect(callsIn['purge.sweep']).toBeLessThanOrEqual(1.5 * ideal + others);
    } finally {
      economy.off();
    }
  }, 300_000);
});
