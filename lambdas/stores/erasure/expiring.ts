import { removeRows, stampRows } from '../../platform/dynamodb/batches.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import { epochSeconds } from '../../platform/runtime/clock.ts';
import type { ErasureScope } from './scope.ts';

/** How far the expiring has come, and whether it has finished. */
export interface Expiring {
  readonly positions: Positions;
  readonly finished: boolean;
}

/**
 * Deletes the rows of a scope that all other writes depend on, then sets the expiry of every remaining row to now.
 * Rows that expire sooner keep their expiry. Continues from where an earlier call stopped.
 */
export async function expireRows(
  scope: ErasureScope,
  from: Positions,
  at: string,
  timeIsUp: () => boolean,
): Promise<Expiring> {
  const removed = await removeGates(scope, from, timeIsUp);
  return removed.finished ? stamp(scope, removed.positions, epochSeconds(at), timeIsUp) : removed;
}

function removeGates({ gates }: ErasureScope, from: Positions, timeIsUp: () => boolean): Promise<Expiring> {
  return walkRanges(gates.ranges, from, { attributes: ['pk', 'sk'], timeIsUp }, ({ table }, rows) =>
    removeRows(
      table,
      rows.filter((row) => gates.is(row)),
    ),
  );
}

/** Rows of Evidence get no expiry: they have end dates of their own, and the sweep deletes those that are to go. */
function stamp(
  { swept, keeps }: ErasureScope,
  from: Positions,
  now: number,
  timeIsUp: () => boolean,
): Promise<Expiring> {
  const options = { attributes: ['pk', 'sk', 'expiresAt'], timeIsUp };
  return walkRanges([...swept.keys, ...swept.vault], from, options, ({ table }, rows) =>
    stampRows(
      table,
      rows.filter(
        (row) => !keeps(table, row) && !(typeof row.expiresAt === 'number' && row.expiresAt <= now),
      ),
      now,
    ),
  );
}
