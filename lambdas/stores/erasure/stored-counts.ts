import type { TableCounts } from '../../domain/erasure/counts.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { type CountRow, countRow, countsOf } from '../../model/erasure-rows.ts';
import { tenantRange } from '../../model/tables.ts';
import { queryAll } from '../../platform/dynamodb/reads.ts';
import { absent } from '../../platform/dynamodb/transaction.ts';
import { commitOnce } from '../commit/commit.ts';
import { rangeNames } from './tenant-ranges.ts';

/** Stores the counts of all ranges, unless they are stored already: the first counts are kept. */
export async function storeCounts(
  tenant: Tenant,
  at: string,
  counts: Readonly<Record<string, TableCounts>>,
): Promise<void> {
  const of = (range: string) =>
    countRow.put([tenant.id, tenant.epoch, range], { v: 1, at, counts: counts[range] ?? {} }, { if: absent });
  const others = rangeNames.filter((range) => range !== tenantRange);
  await commitOnce({ tenant, at }, [of(tenantRange), ...others.map(of)]);
}

/** The stored counts by range; empty before they are stored. */
export async function storedCounts({ id, epoch }: Pick<Tenant, 'id' | 'epoch'>): Promise<CountRow[]> {
  const rows = await queryAll(countsOf(id, epoch));
  return rows.map((row) => countRow.from(row));
}
