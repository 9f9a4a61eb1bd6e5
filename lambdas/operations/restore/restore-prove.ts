import { count } from '../../platform/observability/log.ts';
import { prove } from '../../stores/restore/proof.ts';
import { replayOf } from '../../stores/restore/replay.ts';
import type { Outcome } from '../../stores/retention/step.ts';

/**
 * Proves that a replayed copy holds nothing that was taken away, and that the living can be read. `open` and `living`
 * count canaries; each fault has its number of rows.
 */
export async function restoreProve(): Promise<Outcome> {
  const row = await replayOf();
  if (row?.replayedAt === undefined) return { outcome: 'not-replayed' };
  const { faults, open, living } = await prove(row);
  const proven = Object.keys(faults).length === 0;
  if (!proven) count('RestoreNotProven');
  return { outcome: proven ? 'proven' : 'faulty', open, living, ...faults };
}
