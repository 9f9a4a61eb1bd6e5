import { shards } from '../../domain/identifiers.ts';
import {
  evidenceKey,
  type Key,
  keysKey,
  listing,
  type Table,
  tenantRange,
  vaultKey,
} from '../../model/key-registry.ts';
import { putRows, removeRows } from '../../platform/dynamodb/batches.ts';
import { queryPage, type Range, type Row } from '../../platform/dynamodb/reads.ts';

/*
 * Looks for what is left of a tenant, and shares nothing with the code that deletes: it lists the ranges anew, and
 * shows that it sees by finding rows that were planted in each of them.
 */

interface Planted {
  readonly table: Table;
  readonly key: Key;
  readonly listed?: { readonly listPk: string; readonly listSk: string };
}

const everywhere = [...shards, tenantRange];

function plants(tenant: string, at: string): Planted[] {
  const listings = [listing.requests(tenant), listing.consents(tenant)];
  const listed = (listPk: string | undefined) =>
    listPk === undefined ? {} : { listed: { listPk, listSk: listing.at(at, 'planted') } };
  return [
    ...everywhere.map((range): Planted => ({ table: 'keys', key: keysKey.planted(tenant, range) })),
    ...everywhere.map(
      (range, i): Planted => ({
        table: 'vault',
        key: vaultKey.planted(tenant, range),
        ...listed(listings[i]),
      }),
    ),
    ...shards.map(
      (shard, i): Planted => ({
        table: 'evidence',
        key: evidenceKey.planted(tenant, shard),
        ...listed(i === 0 ? listing.entries(tenant) : undefined),
      }),
    ),
  ];
}

const tables: readonly Table[] = ['keys', 'vault', 'evidence'];

/** Plants a row in each range of each table, and in the index. */
export async function plant(tenant: string, at: string): Promise<void> {
  const rows = plants(tenant, at);
  for (const table of tables)
    await putRows(
      table,
      rows.filter((row) => row.table === table).map(({ key, listed }): Row => ({ ...key, ...listed })),
    );
}

/** Takes away what was planted. */
export async function uproot(tenant: string, at: string): Promise<void> {
  const rows = plants(tenant, at);
  for (const table of tables)
    await removeRows(
      table,
      rows.filter((row) => row.table === table).map(({ key }) => key),
    );
}

/** What was found of a tenant. */
export interface Found {
  /** Planted rows, and how many there should be. */
  readonly planted: number;
  /** Rows that were neither planted nor expected. */
  readonly others: number;
}

/** How many rows `plant` plants: in all ranges, and of these in the index. */
export const planted = { rows: everywhere.length * 2 + shards.length, listed: 3 } as const;

/**
 * Reads every range of every table to its last page, consistently.
 * @param expected tells what may be there.
 */
export async function surveyRanges(
  tenant: string,
  expected: (table: Table, key: Key) => boolean,
): Promise<Found> {
  const ranges = plants(tenant, '').map(({ table, key }): Range => {
    // Leaf hashes lie beside the entries, and stay.
    const whole = { table, pk: key.pk, attributes: ['pk', 'sk'] };
    return table === 'evidence' ? { ...whole, prefix: 'E#' } : whole;
  });
  return surveyed(ranges, expected);
}

/** Reads every partition of the index that names the tenant. An index may lag: ask again until it says the same. */
export function surveyIndexes(tenant: string, expected: (table: Table, key: Key) => boolean): Promise<Found> {
  const index = 'listing';
  return surveyed(
    [
      { table: 'vault', index, pk: listing.requests(tenant) },
      { table: 'vault', index, pk: listing.consents(tenant) },
      { table: 'vault', index, pk: listing.dueMail, prefix: `${tenant}#` },
      { table: 'evidence', index, pk: listing.entries(tenant) },
    ],
    expected,
  );
}

async function surveyed(
  ranges: readonly Range[],
  expected: (table: Table, key: Key) => boolean,
): Promise<Found> {
  const counts = await Promise.all(ranges.map((range) => surveyedOne(range, expected)));
  return counts.reduce((sum, { planted, others }) => ({
    planted: sum.planted + planted,
    others: sum.others + others,
  }));
}

async function surveyedOne(range: Range, expected: (table: Table, key: Key) => boolean): Promise<Found> {
  let planted = 0;
  let others = 0;
  for (let start = range.start; ; ) {
    const page = await queryPage({ ...range, start });
    for (const row of page.rows)
      if (isPlanted(row)) planted++;
      else if (!expected(range.table as Table, row)) others++;
    if (!page.next) return { planted, others };
    start = page.next;
  }
}

const isPlanted = ({ sk }: Key) => sk === 'PLANTED' || sk === 'E#PLANTED';
