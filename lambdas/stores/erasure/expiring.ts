import { removeRows, stampRows } from '../../platform/dynamodb/batches.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import { epochSeconds } from '../../platform/runtime/clock.ts';
import type { ErasureScope } from './scope.ts';

/** How far the expiring has come, and whether that is to the end. */
export interface Expiring {
  readonly positions: Positions;
  readonly finished: boolean;
}

/**
 * Deletes the rows of a scope on which all other writes depend, and then gives every row that is left an expiry of
 * now. Rows that end sooner keep their end. Goes on from where an earlier call has come to.
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

/** Evidence has no expiry: its rows have end dates of their own, and the sweep deletes what is to go. */
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
