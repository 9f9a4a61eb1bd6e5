import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tally } from '../../../../lambdas/model/erasure-rows.ts';
import type { Key } from '../../../../lambdas/platform/dynamodb/key.ts';
import { openWorld } from '../../../support/leaving/world.ts';
import { steppedTime } from '../../../support/stepped-time.ts';

/* The real expiry and sweep over tables in memory, by stepped time: more rows than the local DynamoDB takes. */
const time = steppedTime();
let support: Awaited<ReturnType<typeof loaded>>;
let off: (() => void)[] = [];

beforeEach(() => {
  vi.stubEnv('VAULT_TABLE', 'vault');
  vi.stubEnv('KEYS_TABLE', 'keys');
  vi.stubEnv('EVIDENCE_TABLE', 'evidence');
});
beforeAll(async () => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.doMock('../../../../lambdas/platform/runtime/clock.ts', async (original) => ({
    ...(await original<object>()),
    monotonic: time.now,
    pauseFor: time.wait,
  }));
  support = await loaded();
});
afterAll(() => {
  vi.unstubAllEnvs();
});
afterEach(() => {
  for (const end of off) end();
  off = [];
});

async function loaded() {
  return {
    ...(await import('../../../../lambdas/stores/erasure/expiring.ts')),
    ...(await import('../../../../lambdas/stores/erasure/sweeping.ts')),
    ...(await import('../../../../lambdas/stores/erasure/tenant-scope.ts')),
    ...(await import('../../../../lambdas/model/record-rows.ts')),
    ...(await import('../../../../lambdas/model/people-rows.ts')),
    ...(await import('../../../../lambdas/model/key-rows.ts')),
    ...(await import('../../../support/economy.ts')),
    ...(await import('../../../support/held-tables.ts')),
  };
}

const kib = 1024;
const rowBytes = 16 * kib;
const recordsOfOne = 250;
const tenant = `tnt_${'0'.repeat(32)}`;
const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** A tenant with so many records, of people in all shards. */
function tablesWith(records: number) {
  const { heldTables, recordRow, individualRow, auditSecretRow } = support;
  const tables = heldTables(rowBytes);
  off.push(tables.off);
  const keys: Record<'vault' | 'keys', Key[]> = { vault: [], keys: [] };
  for (let i = 0; i * recordsOfOne < records; i++) {
    const shard = (i % 16).toString(16);
    const individual = `ind_${shard}${hex(16).slice(1)}`;
    keys.keys.push(auditSecretRow.key(tenant, individual));
    keys.vault.push(individualRow.key(tenant, individual));
    for (let k = 0; k < Math.min(recordsOfOne, records); k++)
      keys.vault.push(recordRow.key(tenant, individual, '0f'.repeat(8), `rec_${shard}${hex(32).slice(1)}`));
  }
  for (const table of ['vault', 'keys'] as const) tables.put(table, keys[table]);
  return tables;
}

async function purged() {
  const world = openWorld(tenant, '2026-03-27T10:00:00.000Z', 'P2D');
  if (!world.tenant) return expect.unreachable();
  const scope = support.tenantScope(world.tenant);
  let tally: Tally = { existed: {}, deleted: {} };
  const work = () => ({
    from: { done: {}, counted: {} },
    tally,
    timeIsUp: () => false,
    save: async (next: Tally) => {
      tally = next;
    },
  });
  const at = '2026-03-30T10:00:00.000Z';
  const begun = time.now();
  expect(await support.expireRows(scope, work(), at)).toBe(true);
  const expired = time.now();
  expect(await support.sweepRows(scope, work())).toBe(true);
  return { tally, expiring: expired - begun, sweeping: time.now() - expired };
}

describe('a purge', () => {
  it('of 50,000 rows of 16 KB on a new table fails at nothing, and makes a fifth more calls than it must at most', async () => {
    const records = 50_000;
    const tables = tablesWith(records);
    const economy = support.economical({ table: 4000, partition: 1000, sizes: { each: rowBytes } }, time);
    off.push(economy.off);
    const { tally, expiring, sweeping } = await purged();
    const counts = { vault: { record: records } };
    expect(tally).toMatchObject({ existed: counts, deleted: counts });
    expect(tables.held.rows).toBe(0);
    // It was tight: more was asked for than there was.
    expect(economy.throttled()).toBeGreaterThan(0);
    const rows = records + (2 * records) / recordsOfOne;
    expect(economy.calls.writes).toBeLessThanOrEqual((1.2 * 2 * rows) / 25);
    // A page is a megabyte, and each pass reads all of it once.
    expect(economy.calls.reads).toBeLessThanOrEqual((1.2 * 2 * rows * rowBytes) / 1024 ** 2);
    // Every row is stamped once and deleted once: what was refused was not paid for.
    expect(economy.used()).toBeLessThanOrEqual((2 * rows * rowBytes) / kib);
    const shortest = ((records * rowBytes) / kib / 4000) * 1000;
    expect(Math.max(expiring, sweeping)).toBeLessThanOrEqual(2 * shortest);
  });

  it('holds no more rows in memory of 60,000 than of 20,000', async () => {
    const most: number[] = [];
    for (const records of [20_000, 60_000]) {
      const tables = tablesWith(records);
      await purged();
      expect(tables.held.rows).toBe(0);
      most.push(tables.held.most);
      tables.off();
    }
    const [few = 0, many = 0] = most;
    expect(few).toBeGreaterThan(0);
    expect(many).toBeLessThanOrEqual(1.1 * few);
    // A stretch of each range.
    expect(many).toBeLessThanOrEqual(17 * 1000);
  });
});
