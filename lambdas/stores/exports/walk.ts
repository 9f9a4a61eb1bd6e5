import type { ExportScope } from '../../domain/exports/export.ts';
import { shardOf, shards } from '../../domain/identifiers.ts';
import { entryRow } from '../../model/audit-rows.ts';
import { holdRow } from '../../model/hold-rows.ts';
import { keptOfShard } from '../../model/kept-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import type { ExportPosition } from '../../model/statement-rows.ts';
import { partition, tenantRange } from '../../model/tables.ts';
import type { KeyRange } from '../../platform/dynamodb/key.ts';

/** A stretch of an export's walk: behind `from`, or from the beginning, up to `to` and with it, or to the end. */
export interface Stretch {
  readonly from?: ExportPosition | undefined;
  readonly to?: ExportPosition | undefined;
}

/** A range of an export's walk. */
interface Walked extends KeyRange {
  readonly name: string;
}

/** An export, as far as its walk depends on it. */
interface Of {
  readonly tenant: string;
  readonly scope: ExportScope;
}

/** What an export walks through, in this order: the tenant's own range, its shards, its kept sets, and its log. */
function rangesOf({ tenant, scope }: Of): Walked[] {
  const table = individualRow.table;
  const kept = shards.map((shard) => ({ name: keptName(shard), ...keptOfShard(tenant, shard) }));
  if (scope === 'kept') return kept;
  return [
    { name: tenantRange, table, pk: partition.range(tenant, tenantRange) },
    ...shards.map((shard) => ({ name: shard, table, pk: partition.range(tenant, shard), prefix: 'I#' })),
    ...(scope === 'all' ? kept : []),
    ...shards.map((shard) => ({
      name: `log-${shard}`,
      table: entryRow.table,
      pk: partition.log(tenant, shard),
      prefix: 'E#',
    })),
  ];
}

const keptName = (shard: string) => `kept-${shard}`;
/** Whether a range is one of kept sets, by its name. */
export const isOfKept = (range: string) => range.startsWith(keptName(''));

const rankOf = (ranges: readonly Walked[], { range }: ExportPosition) =>
  ranges.findIndex(({ name }) => name === range);

/** The ranges of a stretch, in order, each with where it begins, and where it ends if that is before its own end. */
export function rangesIn(of: Of, { from, to }: Stretch) {
  const ranges = rangesOf(of);
  const first = from ? rankOf(ranges, from) : 0;
  const last = to ? rankOf(ranges, to) : ranges.length - 1;
  return ranges.slice(first, last + 1).map((range) => ({
    range,
    after: range.name === from?.range ? from.after : undefined,
    until: range.name === to?.range ? to.after : undefined,
  }));
}

/**
 * Whether rows of an individual may lie in a stretch: those below them, and the legal hold on them in the tenant's own
 * range. The log is not among these: once their keys are gone, its entries name nobody; nor is what was kept of them
 * for a reason of its own.
 */
export function mayHold(of: Of, { from, to }: Stretch, individual: string): boolean {
  const { tenant, scope } = of;
  if (scope === 'kept') return false;
  const ranges = rangesOf(of);
  const own = individualRow.key(tenant, individual).sk;
  const hold = holdRow.key(tenant, individual).sk;
  const places = [
    { range: tenantRange, first: hold, last: hold },
    // `$` is the character after `#`: whatever is below them comes before.
    { range: shardOf(individual), first: own, last: `${own}$` },
  ];
  const isBefore = (position: ExportPosition, range: string, sk: string) => {
    const rank = rankOf(ranges, position) - rankOf(ranges, { range });
    return rank < 0 || (rank === 0 && (position.after ?? '') < sk);
  };
  return places.some(
    ({ range, first, last }) =>
      (!from || isBefore(from, range, last)) && (!to || !isBefore(to, range, first)),
  );
}
