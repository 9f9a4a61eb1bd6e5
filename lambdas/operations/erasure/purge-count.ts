import { countsOf, plusTables, type TableCounts } from '../../domain/erasure/counts.ts';
import { isDue, isHeld } from '../../domain/retention/due.ts';
import { knownKind, type Table } from '../../model/key-registry.ts';
import { keptBySweep, leavesOf, rangesOf, type TableRange } from '../../model/tenant-ranges.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import { storeCounts, storedCounts } from '../../stores/erasure/stored-counts.ts';
import { leaseChange } from '../../stores/retention/lease.ts';
import { holding, leave, type Step } from '../../stores/retention/step.ts';

const step = 'count';

/** How far the counting has come. */
interface Counting {
  readonly positions: Positions;
  readonly counts: Readonly<Record<string, TableCounts>>;
}

/**
 * Counts what there is in each range, by kind, and stores it once: after the purge nobody could. A purge that is
 * under way already has its counts.
 */
export const purgeCount: Step = (attempt, run) =>
  holding(attempt, run, ['retrieval', 'purging', 'purged'], async (held) => {
    const { tenant, lease } = held;
    if (tenant.state !== 'retrieval') return { outcome: 'counted' };
    if (isHeld(tenant, run.at)) return leave('held');
    if (!isDue(tenant, run.at)) return leave('retrieval');
    if ((await storedCounts(tenant.id, tenant.epoch)).length > 0) return { outcome: 'counted' };

    const before: Counting =
      lease.progress?.step === step ? (lease.progress.state as Counting) : { positions: {}, counts: {} };
    const counts: Record<string, TableCounts> = { ...before.counts };
    const kept = keptBySweep(tenant.id, tenant.epoch);
    const { positions, finished } = await walkRanges(
      everythingOf(tenant.id),
      before.positions,
      { attributes: ['pk', 'sk'], timeIsUp: run.timeIsUp },
      ({ shard, table }, rows) => {
        const kinds = rows
          .filter((row) => !kept(table, row))
          // A row that the registry does not know is counted all the same, or it would stop its own removal.
          .map((row) => knownKind(table, row) ?? 'unregistered');
        counts[shard] = plusTables(counts[shard] ?? {}, { [table]: countsOf(kinds) });
      },
    );
    if (finished) await storeCounts(tenant.id, tenant.epoch, run.at, counts);
    const progress = finished ? undefined : { step, state: { positions, counts } satisfies Counting };
    await transact([leaseChange(held, { progress })]);
    return { outcome: finished ? 'counted' : 'more' };
  });

function everythingOf(tenant: string): TableRange[] {
  const tables: readonly Table[] = ['keys', 'vault', 'evidence'];
  return [...tables.flatMap((table) => rangesOf(table, tenant)), ...leavesOf(tenant)];
}
