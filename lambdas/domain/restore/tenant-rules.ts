import type { TenantState } from '../tenants/tenancy.ts';
import { heldAfterRestore } from './held-days.ts';
import { isOlder, type LoggedAct } from './logged-act.ts';

/** What becomes of a restored member: removed as before; without roles when they were set otherwise since. */
export function memberReplayed(
  member: { readonly version: number },
  acts: readonly LoggedAct[],
): 'removed' | 'without-roles' | undefined {
  if (acts.at(-1)?.type === 'member.removed') return 'removed';
  // Whoever was removed and set again begins with version 1.
  const wasRemoved = acts.some(({ type }) => type === 'member.removed');
  return wasRemoved || isOlder(member, acts) ? 'without-roles' : undefined;
}

/** What of a restored tenant decides. */
export interface RestoredTenant {
  readonly state: TenantState;
  readonly epoch: number;
  readonly version: number;
  readonly endsAt?: string | undefined;
  readonly heldUntil?: string | undefined;
}

/** What becomes of a restored tenant. */
export interface ReplayedTenant {
  readonly epoch: number;
  readonly version: number;
  readonly endsAt?: string;
  readonly heldUntil?: string;
}

/**
 * What becomes of a restored tenant. A contract that has ended since has the end it had: it counts at once, and the
 * reconciler ends it again. Of one that was reinstated or put under a legal hold since, nothing is purged for 30 days,
 * in which its admins and the operator decide again. The epoch is above all that were ever given out, so that every
 * workflow, export and request of another time is void.
 * @param acts of the tenant since the restore point, oldest first.
 */
export function tenantReplayed(
  tenant: RestoredTenant,
  acts: readonly LoggedAct[],
  at: string,
): ReplayedTenant {
  const changes = acts.filter(({ type }) => type === 'contract.ended' || type === 'contract.reinstated');
  const last = changes.at(-1);
  const endsAt = last?.type === 'contract.ended' ? earlier(tenant.endsAt, last.at) : undefined;
  const isHeld = last?.type === 'contract.reinstated' || acts.some(({ type }) => type === 'hold.set');
  const heldUntil = heldAfterRestore(at);
  return {
    epoch: tenant.epoch + changes.length + 1,
    version: tenant.version + acts.length + 1,
    ...(endsAt !== undefined && tenant.state === 'open' && { endsAt }),
    ...(isHeld && (tenant.heldUntil === undefined || tenant.heldUntil < heldUntil) && { heldUntil }),
  };
}

const earlier = (one: string | undefined, other: string) => (one === undefined || other < one ? other : one);
