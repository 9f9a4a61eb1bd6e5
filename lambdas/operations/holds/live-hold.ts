import { isPast } from '../../domain/instant.ts';
import { Problem } from '../../domain/problems.ts';
import { readHold } from '../../stores/holds/holds.ts';

/**
 * The legal hold on a tenant that is to be released.
 * @throws Problem `conflict` when there is none, or it is over
 */
export async function liveHold(tenant: string, at: string) {
  const hold = await readHold(tenant);
  if (!hold || isPast(hold.until, at)) throw new Problem('conflict', { detail: 'nothing is held' });
  return hold;
}
