import type { Tenant } from '../../domain/members/authority.ts';
import { isDue, isHeld } from '../../domain/retention/due.ts';
import { type Aborted, aborted } from '../../stores/retention/step.ts';

/** Why the purge of a tenant in retrieval may not begin at `at`; undefined when it may. */
export function notYet(tenant: Tenant, at: string): Aborted | undefined {
  if (isHeld(tenant, at)) return aborted('held');
  return isDue(tenant, at) ? undefined : aborted('retrieval');
}
