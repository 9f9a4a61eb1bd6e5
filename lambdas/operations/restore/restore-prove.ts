import { count } from '../../platform/observability/log.ts';
import { prove } from '../../stores/restore/proof.ts';
import { replayOf } from '../../stores/restore/replay.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/**
 * Proves that a replayed copy holds nothing that was taken away, and that the living can be read. `open` and `living`
 * count canaries; each fault has its number of rows. `more`: the time of one call was up; call again.
 */
export async function restoreProve({ timeIsUp }: Run): Promise<Outcome> {
  const row = await replayOf();
  if (row?.replayedAt === undefined) return { outcome: 'not-replayed' };
  const proof = await prove(row, timeIsUp);
  if (!proof) return { outcome: 'more' };
  const { faults, open, living } = proof;
  const proven = Object.keys(faults).length === 0;
  if (!proven) count('RestoreNotProven');
  return { outcome: proven ? 'proven' : 'faulty', open, living, ...faults };
}
