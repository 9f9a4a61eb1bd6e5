import { shards } from '../../domain/identifiers.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { evidenceSentinel } from '../../model/audit-rows.ts';
import { dueMailList } from '../../model/outbox-rows.ts';
import { type Listed, listed } from '../../model/row.ts';
import { runningExports } from '../../model/statement-rows.ts';
import { partition, type Table, tables, tenantRange } from '../../model/tables.ts';
import { keysSentinel, tenantRow, vaultSentinel } from '../../model/tenant-rows.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import type { Key } from '../../platform/dynamodb/key.ts';
import { newPace, type Pace } from '../../platform/dynamodb/pace.ts';
import { queryPage, type Range, type Row } from '../../platform/dynamodb/reads.ts';
import { together } from '../../platform/dynamodb/together.ts';
import { equals } from '../../platform/dynamodb/transaction.ts';
import { commit } from '../commit/commit.ts';
import { leaseRace } from '../retention/lease.ts';

/*
 * Looks for what is left of a tenant. It lists every range by hand, on purpose, and takes none from the scope that
 * was swept: a range missing there would be missing here too, and nobody would see what is left in it. Do not derive
 * these lists from the declarations, nor share them with the sweep.
 *
 * It shows that it sees every range by finding sentinel rows that were written into each of them before.
 */

const everywhere = [...shards, tenantRange];

interface Sentinel {
  readonly table: Table;
  readonly row: Row;
}

function sentinelsOf(tenant: string, at: string): Sentinel[] {
  const inIndex = ({ pk }: Key): Listed => listed(pk, at, 'sentinel');
  return [
    ...everywhere.map((range): Sentinel => ({ table: 'keys', row: { ...keysSentinel.key(tenant, range) } })),
    ...everywhere.map((range): Sentinel => {
      const key = vaultSentinel.key(tenant, range);
      return { table: 'vault', row: { ...key, ...inIndex(key) } };
    }),
    ...shards.map((shard): Sentinel => {
      const key = evidenceSentinel.key(tenant, shard);
      return { table: 'evidence', row: { ...key, ...inIndex(key) } };
    }),
  ];
}

/** How many sentinel rows there are: in all ranges together, and how many of them in the index. */
export const sentinels = {
  rows: everywhere.length * 2 + shards.length,
  listed: everywhere.length + shards.length,
} as const;

/**
 * Writes a sentinel row into each range of each table, and into the index, while the tenant is being purged: one that
 * came too late would stay for ever.
 * @throws LostRace `lease` when the tenant is not being purged any more
 */
export async function writeSentinels(tenant: Tenant, at: string): Promise<void> {
  await commit({ tenant, at }, [
    tenantRow.check([tenant.id], equals({ state: 'purging', epoch: tenant.epoch }), { race: leaseRace }),
    ...sentinelsOf(tenant.id, at).map(({ table, row }) => ({ table, put: row })),
  ]);
}

/** Removes the sentinel rows. */
export async function removeSentinels(tenant: string): Promise<void> {
  const all = sentinelsOf(tenant, '');
  for (const table of tables)
    await removeRows(
      table,
      all.filter((one) => one.table === table).map(({ row }) => row),
    );
}

/** What was found of a tenant. */
export interface Found {
  readonly sentinels: number;
  /** Rows that were neither sentinels nor expected. */
  readonly others: number;
}

/** Tells which rows may still exist: those that the steps after the sweep need. */
export type Expected = (table: Table, key: Key) => boolean;

/** Reads every range of every table to its last page, consistently. */
export async function findInRanges(tenant: string, expected: Expected): Promise<Found> {
  const attributes = ['pk', 'sk'];
  return findIn(
    [
      ...everywhere.map((range) => ({ table: 'keys', pk: partition.range(tenant, range), attributes })),
      ...everywhere.map((range) => ({ table: 'vault', pk: partition.range(tenant, range), attributes })),
      // The partition of the log also holds the leaf hashes, which stay.
      ...shards.map((shard) => ({
        table: 'evidence',
        pk: partition.log(tenant, shard),
        prefix: 'E#',
        attributes,
      })),
    ],
    expected,
  );
}

/** Reads every partition of the index that names the tenant. An index may lag: repeat until two reads agree. */
export function findInIndexes(tenant: string, expected: Expected): Promise<Found> {
  const index = 'listing';
  return findIn(
    [
      // Rows of a range are listed in the partition of the index that is named like the range.
      ...everywhere.map((range) => ({ table: 'vault', index, pk: partition.range(tenant, range) }) as const),
      { table: 'vault', index, pk: dueMailList, prefix: `${tenant}#` },
      { table: 'vault', index, pk: runningExports, prefix: tenant },
      ...shards.map((shard) => ({ table: 'evidence', index, pk: partition.log(tenant, shard) }) as const),
    ],
    expected,
  );
}

async function findIn(ranges: readonly Range[], expected: Expected): Promise<Found> {
  const pace = newPace();
  const found: Found[] = [];
  await together(ranges.map(async (range) => found.push(await findInOne(range, expected, pace))));
  return found.reduce((sum, one) => ({
    sentinels: sum.sentinels + one.sentinels,
    others: sum.others + one.others,
  }));
}

async function findInOne(range: Range, expected: Expected, pace: Pace): Promise<Found> {
  let sentinels = 0;
  let others = 0;
  for (let start = range.start; ; ) {
    const from = start;
    const page = await pace.call(() => queryPage({ ...range, start: from }));
    if (!page) continue;
    for (const row of page.rows)
      if (isSentinel(row)) sentinels++;
      else if (!expected(range.table as Table, row)) others++;
    if (!page.next) return { sentinels, others };
    start = page.next;
  }
}

const isSentinel = ({ sk }: Key) => sk === 'PLANTED' || sk === 'E#PLANTED';
