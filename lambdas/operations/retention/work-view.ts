import type { TableCounts } from '../../domain/counts.ts';
import { blockersOf } from '../../domain/retention/standing.ts';
import type { Leaving } from '../../stores/retention/leaving-tenants.ts';

/** What is at work on a tenant on its way out, and what its purge waits for. */
export function workView(
  { tenant, lease, exporting }: Pick<Leaving, 'tenant'> & Partial<Leaving>,
  at: string,
) {
  const current = lease?.epoch === tenant.epoch ? lease : undefined;
  const blockedBy = blockersOf(tenant, { lease: current, exporting }, at);
  // Before its first attempt, a lease only says when somebody looks.
  if (!current || current.attempt === 0) return { blockedBy };
  const { step, since, attempt, until, fault, next, execution, tally, held } = current;
  return {
    step,
    since,
    done: tally && rowsIn(tally.deleted),
    of: tally?.at === undefined ? undefined : rowsIn(tally.existed),
    attempt,
    until,
    fault,
    next,
    execution: execution?.split(':').at(-1),
    heldIndividuals: held || undefined,
    blockedBy,
  };
}

const rowsIn = (counts: TableCounts) =>
  Object.values(counts)
    .flatMap((kinds) => Object.values(kinds))
    .reduce((sum, count) => sum + count, 0);
