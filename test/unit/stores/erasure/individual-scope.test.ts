/*
 * No individual is erased yet. That the engine could, is shown by a scope made up here: one range of a shard, and
 * pointer rows in the shards of their hashes.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tenant } from '../../../../lambdas/domain/members/authority.ts';
import { dataKeyRow, shardSecretRow } from '../../../../lambdas/model/key-rows.ts';
import { addressRow, individualRow, referenceRow } from '../../../../lambdas/model/people-rows.ts';
import { recordRow } from '../../../../lambdas/model/record-rows.ts';
import { sessionRow } from '../../../../lambdas/model/session-rows.ts';
import { fenceRow } from '../../../../lambdas/model/tenant-rows.ts';
import type { Key, Row } from '../../../../lambdas/platform/dynamodb/key.ts';
import type { Range } from '../../../../lambdas/platform/dynamodb/reads.ts';
import type { CountedWork, Marks } from '../../../../lambdas/stores/erasure/counted-walk.ts';
import { expireRows } from '../../../../lambdas/stores/erasure/expiring.ts';
import { type ErasureScope, oneRow } from '../../../../lambdas/stores/erasure/scope.ts';
import { sweepRows } from '../../../../lambdas/stores/erasure/sweeping.ts';

/** What stands in the tables, and what was done to it, in order. */
const world = vi.hoisted(() => ({ rows: new Map<string, Row>(), done: [] as string[] }));
const mark = (table: string, { pk, sk }: Key) => `${table} ${pk} ${sk}`;

vi.mock('../../../../lambdas/platform/dynamodb/reads.ts', async (original) => ({
  ...(await original<object>()),
  read: async (wanted: readonly { table: string; key: Key }[]) =>
    wanted.map(({ table, key }) => world.rows.get(mark(table, key))),
  queryPage: async ({ table, pk, prefix = '', start }: Range) => {
    const found = [...world.rows]
      .filter(([name, row]) => name.startsWith(`${table} `) && row.pk === pk && row.sk.startsWith(prefix))
      .map(([, row]) => row)
      .filter(({ sk }) => start === undefined || sk > String(start.sk))
      .sort((a, b) => (a.sk < b.sk ? -1 : 1));
    const last = found[1];
    // Pages of two rows.
    return found.length > 2 && last
      ? { rows: found.slice(0, 2), next: { pk, sk: last.sk } }
      : { rows: found };
  },
}));
vi.mock('../../../../lambdas/platform/dynamodb/batches.ts', () => ({
  removeRows: async (table: string, keys: readonly Key[]) => {
    for (const key of keys) {
      world.rows.delete(mark(table, key));
      world.done.push(`remove ${mark(table, key)}`);
    }
    return true;
  },
  stampRows: async (table: string, keys: readonly Key[], expiresAt: number) => {
    for (const key of keys) {
      const row = world.rows.get(mark(table, key));
      if (row) world.rows.set(mark(table, key), { ...row, expiresAt });
      world.done.push(`stamp ${mark(table, key)}`);
    }
    return true;
  },
}));

const tenant = `tnt_${'0a'.repeat(16)}`;
const idOf = (bits: string) => `ind_${bits.repeat(16)}`;
const one = idOf('b1');
const reference = `7${'a'.repeat(63)}`;
const address = `c${'b'.repeat(63)}`;

function rowsOf(individual: string, references: { reference: string; address: string }) {
  const record = (i: number) => `rec_${individual.slice(4)}${String(i).padStart(2, '0').repeat(16)}` as const;
  return {
    vault: [
      individualRow.key(tenant, individual),
      ...[1, 2, 3].map((i) => recordRow.key(tenant, individual, 'e4'.repeat(8), record(i))),
      sessionRow.key(tenant, individual, 'd3'.repeat(32)),
      referenceRow.key(tenant, references.reference),
      addressRow.key(tenant, references.address, individual),
    ],
    keys: [dataKeyRow.key(tenant, individual, 'record'), dataKeyRow.key(tenant, individual, 'case')],
  };
}

function scope(): ErasureScope {
  const own = individualRow.key(tenant, one);
  const shard = 'b';
  const range = (table: 'vault' | 'keys') => ({ name: table, shard, table, pk: own.pk, prefix: own.sk });
  return {
    tenant: { id: tenant, epoch: 1 } as Tenant,
    erased: { tenant, individual: one },
    swept: {
      keys: [range('keys')],
      vault: [
        range('vault'),
        oneRow('reference', '7', 'vault', referenceRow.key(tenant, reference)),
        oneRow('address', 'c', 'vault', addressRow.key(tenant, address, one)),
      ],
      evidence: [],
    },
    alsoCounted: [],
    keeps: (_, { sk }) => sk.includes('#S#'),
    gates: {
      table: 'vault',
      ranges: [{ ...range('vault'), name: 'gates' }],
      of: (row) => (individualRow.is(row) ? row : undefined),
    },
    secrets: [],
    pointOfNoReturn: () => [],
    close: async () => undefined,
    last: { ranges: [], keeps: () => false, writes: () => [] },
  };
}

const others = new Map<string, Row>();
const none = { done: {}, counted: {} };

/** Work as a lease keeps it; with what was saved last. */
function work(over: Partial<CountedWork> = {}) {
  const saved: { tally?: CountedWork['tally']; marks?: Marks | undefined } = {};
  const counted: CountedWork = {
    from: none,
    tally: { existed: {}, deleted: {} },
    timeIsUp: () => false,
    save: async (tally, marks) => void Object.assign(saved, { tally, marks }),
    ...over,
  };
  return { saved, counted };
}

beforeEach(() => {
  world.rows.clear();
  world.done.length = 0;
  const put = (table: string, key: Key) => world.rows.set(mark(table, key), { ...key });
  // Their neighbour in the shard has an address in common with them.
  const two = rowsOf(idOf('b2'), { reference: `7${'c'.repeat(63)}`, address });
  for (const key of [...two.vault, fenceRow.key(tenant, 'b')]) put('vault', key);
  for (const key of [...two.keys, shardSecretRow.key(tenant, 'b')]) put('keys', key);
  others.clear();
  for (const [name, row] of world.rows) others.set(name, row);
  const own = rowsOf(one, { reference, address });
  for (const key of own.vault) put('vault', key);
  for (const key of own.keys) put('keys', key);
});

/** What is left beside everybody else's rows, which are untouched. */
function left(): string[] {
  for (const [name, row] of others) expect(world.rows.get(name), name).toEqual(row);
  return [...world.rows.keys()].filter((name) => !others.has(name));
}

describe('the erasure of one individual', () => {
  it('deletes their own row first, then counts all others of theirs and has them expire', async () => {
    const at = '2026-11-29T00:00:00.000Z';
    const { saved, counted } = work();
    expect(await expireRows(scope(), counted, at)).toBe(true);
    expect(world.done[0]).toBe(`remove ${mark('vault', individualRow.key(tenant, one))}`);
    const stamped = world.done.slice(1);
    expect(stamped).toHaveLength(7);
    for (const [name, { expiresAt }] of world.rows)
      expect(expiresAt, name).toBe(
        stamped.includes(`stamp ${name}`) ? Math.floor(Date.parse(at) / 1000) : undefined,
      );
    expect(left()).toHaveLength(8);
    expect(saved.tally).toEqual({
      existed: {
        keys: { 'data-key': 2 },
        vault: { address: 1, individual: 1, record: 3, reference: 1 },
      },
      deleted: { vault: { individual: 1 } },
      at,
    });
  });

  it('sweeps what opens before what could be opened, and spares what the scope keeps', async () => {
    const { saved, counted } = work();
    expect(await sweepRows(scope(), counted)).toBe(true);
    expect(left()).toEqual([mark('vault', sessionRow.key(tenant, one, 'd3'.repeat(32)))]);
    expect(world.done.map((done) => done.split(' ')[1])).toEqual([
      'keys',
      'keys',
      ...Array.from({ length: 6 }, () => 'vault'),
    ]);
    expect(saved).toEqual({
      tally: {
        existed: {},
        deleted: { keys: { 'data-key': 2 }, vault: { address: 1, individual: 1, record: 3, reference: 1 } },
      },
      marks: undefined,
    });
  });

  it('stops when the time is up, and goes on where it was, with every row counted once', async () => {
    const late = work({ timeIsUp: () => true });
    expect(await sweepRows(scope(), late.counted)).toBe(false);
    expect(world.done).toEqual([]);
    let asked = 0;
    let { saved, counted } = work({ timeIsUp: () => ++asked > 4 });
    for (let calls = 0; !(await expireRows(scope(), counted, '2026-11-29T00:00:00.000Z')); calls++) {
      expect(calls).toBeLessThan(50);
      asked = 0;
      ({ saved, counted } = work({
        from: saved.marks ?? none,
        tally: saved.tally ?? counted.tally,
        timeIsUp: () => ++asked > 4,
      }));
    }
    expect(saved.tally?.existed).toMatchObject({ vault: { individual: 1, record: 3 } });
  });

  it('counts no row again that was counted when the process died, whatever was done by then', async () => {
    const died = new Error('died');
    for (let deadly = 1; deadly < 12; deadly++) {
      let saves = 0;
      const first = work();
      const dying: CountedWork = {
        ...first.counted,
        save: async (tally, marks) => {
          if (saves >= deadly) throw died;
          saves++;
          await first.counted.save(tally, marks);
        },
      };
      const finished = await expireRows(scope(), dying, '2026-11-29T00:00:00.000Z').catch(() => false);
      const { tally = dying.tally, marks = none } = first.saved;
      const second = work({ from: marks, tally });
      if (!finished) await expireRows(scope(), second.counted, '2026-11-29T00:00:00.000Z');
      const last = finished ? first.saved : second.saved;
      expect(last.tally?.existed.keys, `${deadly}`).toEqual({ 'data-key': 2 });
      expect(last.tally?.existed.vault?.record, `${deadly}`).toBe(3);
      for (const key of rowsOf(one, { reference, address }).vault)
        world.rows.set(mark('vault', key), { ...key });
    }
  });
});
