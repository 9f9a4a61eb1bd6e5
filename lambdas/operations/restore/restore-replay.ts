import { replay } from '../../stores/restore/replay.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/**
 * Repeats on a restored copy what was taken away since the instant it was restored to. `more`: the time of one call
 * was up; call again.
 */
export async function restoreReplay(since: string, run: Run): Promise<Outcome> {
  const { replayedAt, counts } = await replay(since, run);
  return { outcome: replayedAt === undefined ? 'more' : 'replayed', ...counts };
}
