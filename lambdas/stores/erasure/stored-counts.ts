import type { TableCounts } from '../../domain/erasure/counts.ts';
import { evidenceKey } from '../../model/key-registry.ts';
import { rangeNames } from '../../model/tenant-ranges.ts';
import { queryAll } from '../../platform/dynamodb/reads.ts';
import { absent, transact } from '../../platform/dynamodb/transaction.ts';

/** What a COUNT row of Evidence holds: how much there was in one range before the purge. */
export interface CountRow {
  readonly v: 1;
  readonly at: string;
  readonly counts: TableCounts;
}

/** Stores the counts of all ranges, unless they are there: what was counted first stands. */
export async function storeCounts(
  tenant: string,
  epoch: number,
  at: string,
  counts: Readonly<Record<string, TableCounts>>,
): Promise<void> {
  const known = new Error('counted already');
  try {
    await transact(
      rangeNames.map((range) => {
        const row: CountRow = { v: 1, at, counts: counts[range] ?? {} };
        const put = { ...evidenceKey.count(tenant, epoch, range), ...row };
        return { table: 'evidence', put, if: absent, else: known };
      }),
    );
  } catch (error) {
    if (error !== known) throw error;
  }
}

/** What was counted in each range; none before it was. */
export async function storedCounts(tenant: string, epoch: number): Promise<CountRow[]> {
  const rows = await queryAll({
    table: 'evidence',
    pk: evidenceKey.statements(tenant),
    prefix: evidenceKey.counts(epoch),
  });
  return rows.map(({ at, counts }) => ({ v: 1, at: at as string, counts: counts as TableCounts }));
}
