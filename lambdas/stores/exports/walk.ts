import { shardOf, shards } from '../../domain/identifiers.ts';
import { entryRow } from '../../model/audit-rows.ts';
import { holdRow } from '../../model/hold-rows.ts';
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

/** What an export walks through, in this order: the tenant's own range, its shards, and its log. */
function rangesOf(tenant: string): Walked[] {
  const table = individualRow.table;
  return [
    { name: tenantRange, table, pk: partition.range(tenant, tenantRange) },
    ...shards.map((shard) => ({ name: shard, table, pk: partition.range(tenant, shard), prefix: 'I#' })),
    ...shards.map((shard) => ({
      name: `log-${shard}`,
      table: entryRow.table,
      pk: partition.log(tenant, shard),
      prefix: 'E#',
    })),
  ];
}

const rankOf = (ranges: readonly Walked[], { range }: ExportPosition) =>
  ranges.findIndex(({ name }) => name === range);

/** The ranges of a stretch, in order, each with where it begins, and where it ends if that is before its own end. */
export function rangesIn(tenant: string, { from, to }: Stretch) {
  const ranges = rangesOf(tenant);
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
 * range. The log is not among these: once their keys are gone, its entries name nobody.
 */
export function mayHold(tenant: string, { from, to }: Stretch, individual: string): boolean {
  const ranges = rangesOf(tenant);
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
