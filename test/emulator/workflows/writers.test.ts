import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Write } from '../../../lambdas/platform/dynamodb/transaction.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

let workflow: Workflow;
let rows: typeof import('../../../lambdas/model/record-rows.ts');
let random: typeof import('../../../lambdas/platform/runtime/random.ts');
let people: typeof import('../../../lambdas/model/people-rows.ts');
let fences: typeof import('../../../lambdas/stores/people/individuals.ts');

beforeAll(async () => {
  workflow = await loadWorkflow();
  rows = await import('../../../lambdas/model/record-rows.ts');
  random = await import('../../../lambdas/platform/runtime/random.ts');
  people = await import('../../../lambdas/model/people-rows.ts');
  fences = await import('../../../lambdas/stores/people/individuals.ts');
}, 60_000);
afterAll(() => workflow?.stop());

const epoch = 2;
const writers = 64;

/** The individuals of a tenant, by their own rows. */
async function peopleOf(tenant: string) {
  const { queryAll, partition } = workflow.adapters;
  const shards = await Promise.all(
    [...'0123456789abcdef'].map((shard) =>
      queryAll({ table: 'vault', pk: partition.range(tenant, shard), prefix: 'I#' }),
    ),
  );
  return shards
    .flat()
    .filter(({ sk, canary }) => /^I#[0-9a-f]{32}$/.test(sk) && canary !== true)
    .map((row) => people.individualRow.from(row));
}

/*
 * Writers whose call was admitted before the point of no return, and whose transaction comes at any time after it; each
 * comes a second time, as SDK and queues repeat what they think was lost.
 */
it('64 writers at once, and their replays, write nothing below an individual who is gone, and leave no row', async () => {
  const { transact, remainsOf } = { ...workflow.adapters, ...workflow };
  const tenant = await workflow.endedTenant(8, 1);
  const present = await peopleOf(tenant);
  expect(present).toHaveLength(8);
  const written: Write[][] = [];
  const counts = { written: 0, refused: 0, late: 0 };
  let gone = false;
  let ended = false;
  const lateWrite = (i: number): Write[] => {
    const one = present[i % present.length] ?? expect.unreachable();
    const individual = one.id;
    const key = rows.recordRow.key(tenant, individual, '0f'.repeat(8), random.newIdBelow('rec', individual));
    return [
      fences.fenceOf(tenant, one),
      { table: 'vault', put: { ...key, version: 1, sealed: randomBytes(200) } },
    ];
  };
  const write = async (one: Write[]) => {
    const begunAfter = gone;
    try {
      await transact(one);
      counts.written++;
      written.push(one);
      if (begunAfter) counts.late++;
    } catch {
      counts.refused++;
    }
  };
  const writer = async (i: number) => {
    // Until the individuals are gone, and once more of each kind when they are.
    for (let turn = 0, more = 2; !ended && more > 0; turn++) {
      if (gone) more--;
      const again = turn % 2 === 1 ? written[(i * 7 + turn) % Math.max(written.length, 1)] : undefined;
      await write(again ?? lateWrite(i + turn));
      await new Promise((next) => setTimeout(next, 500));
    }
  };
  const working = Array.from({ length: writers }, (_, i) => writer(i));
  const { status } = await workflow.run('purge', tenant, epoch, 2, {
    invoke: async (payload) => {
      const outcome = await workflow.invoke(payload);
      // The individuals' own rows are deleted first of all that expires.
      if (payload.task === 'purge.expire') gone = true;
      return outcome;
    },
  });
  ended = true;
  await Promise.all(working);
  expect(status).toBe('WAITING');
  expect(counts.written).toBeGreaterThan(writers / 2);
  expect(counts.refused).toBeGreaterThan(writers / 2);
  expect(counts.late).toBe(0);
  const left = Object.keys(await remainsOf(tenant)).filter((name) => !name.startsWith('evidence'));
  expect(left.toSorted()).toEqual(['keys ENVELOPE', 'vault LEASE', 'vault TENANT']);
  // What was written before is counted with what there was.
  const [id = ''] = await workflow.adapters.attestationsOf(tenant);
  const { record } = (await workflow.adapters.attestation(id)) ?? expect.unreachable();
  expect(record).toMatchObject({ deleted: { vault: { individual: 8 + 16 } } });
}, 60_000);
