import type { Tenant } from '../../domain/members/authority.ts';
import { type HoldGround, type HoldRow, holdGround } from '../../model/hold-rows.ts';
import { memberSealer, sealerOfTenant } from '../members/member-contact.ts';

/**
 * Seals why a hold is set, and on whose word.
 * @throws Problem `tenant-not-open` when the tenant's own key does not exist
 */
export async function sealedGround(
  tenant: Tenant,
  bound: Pick<HoldRow, 'id' | 'version'>,
  ground: HoldGround,
): Promise<Uint8Array> {
  return holdGround.seal(await sealerOfTenant(tenant), bound, ground);
}

/** Why there is a hold that a restore has brought back, until somebody renews it. */
const restored: HoldGround = { reason: 'restore', authority: 'restore' };

/** Opens why holds were set; none when the tenant's own key does not exist any more. */
export async function openGrounds(
  tenant: Tenant,
  holds: readonly HoldRow[],
): Promise<readonly (HoldRow & HoldGround)[]> {
  const sealer = holds.length === 0 ? undefined : await memberSealer(tenant);
  return sealer
    ? holds.map((hold) => ({
        ...hold,
        ...(hold.sealed ? holdGround.open(sealer, hold).release() : restored),
      }))
    : [];
}
