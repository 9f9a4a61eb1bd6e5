import type { TenantRow } from '../../model/tenant-rows.ts';
import { now } from '../../platform/runtime/clock.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { createTenantKey, endTenantKey } from '../../stores/keys/tenant-keys.ts';
import { claimKey, letClaimEnd, nameKey, provisioning } from '../../stores/tenants/provisioning.ts';
import { reap } from './reap.ts';

/** Another run holds the claim on a tenant: it is making the tenant's key, or has died while it did. */
export class ClaimHeld extends Error {
  override readonly name = 'ClaimHeld';
}

/**
 * Makes the one KMS key of a tenant. A key can neither be made twice to the same effect nor be found by what it
 * is for, so only the run that holds the claim on the tenant's row makes one; its ARN is taken over under that
 * claim, and a key that is not taken over is ended at once. What a run that died may have left is looked for by
 * the run that takes its claim. Undefined when the tenant is no longer to be provisioned.
 * @throws ClaimHeld while another run holds the claim
 */
export async function ownKey(tenant: TenantRow): Promise<string | undefined> {
  const claim = newReference();
  if (!(await claimKey(tenant, claim, now()))) {
    const other = await provisioning(tenant.id);
    if (other && other.kmsKey === undefined) throw new ClaimHeld('another run holds the claim');
    return other?.kmsKey;
  }
  const kmsKey = await createdUnder(claim, tenant);
  if (!(await nameKey(tenant, claim, kmsKey, now()))) {
    await endTenantKey(kmsKey);
    return (await provisioning(tenant.id))?.kmsKey;
  }
  if (tenant.keyClaim !== undefined) await reap(tenant.id);
  return kmsKey;
}

async function createdUnder(claim: string, tenant: TenantRow): Promise<string> {
  try {
    return await createTenantKey(tenant.id);
  } catch (error) {
    await letClaimEnd(tenant, claim, now());
    throw error;
  }
}
