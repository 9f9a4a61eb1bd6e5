import type { TenantRow } from '../../model/tenant-rows.ts';
import { now } from '../../platform/runtime/clock.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { createTenantKey, endTenantKey } from '../../stores/keys/tenant-keys.ts';
import { claimKey, letClaimEnd, nameKey, provisioning } from '../../stores/tenants/provisioning.ts';
import { reap } from './reap.ts';

/** Another run has claimed the tenant: it is making the tenant's key, or has died while making it. */
export class ClaimHeld extends Error {
  override readonly name = 'ClaimHeld';
}

/**
 * Makes the one KMS key of a tenant. Creating a key is not idempotent, and keys cannot be searched by purpose, so
 * only the run that has the claim on the tenant's row makes one. Its ARN is stored under that claim, and a key that
 * is not stored is ended at once. A run that takes over a claim searches for a key that the earlier run may have
 * left. Undefined when the tenant no longer has to be provisioned.
 * @throws ClaimHeld while another run has the claim
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
