import { isDue, isHeld } from '../../domain/retention/due.ts';
import type { Leased } from '../../stores/retention/lease.ts';
import { type Aborted, aborted } from '../../stores/retention/step.ts';

/** Why the purge of a tenant in retrieval may not begin at `at`; undefined when it may. */
export function notYet({ tenant, lease }: Leased, at: string): Aborted | undefined {
  if (isHeld(tenant, at)) return aborted('held');
  return isDue(tenant, lease, at) ? undefined : aborted('retrieval');
}
