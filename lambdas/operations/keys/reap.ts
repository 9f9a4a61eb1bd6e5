import { after, now } from '../../platform/runtime/clock.ts';
import { endTenantKey, readyTenantKey, unusedTenantKeys } from '../../stores/keys/tenant-keys.ts';
import { kmsKeyNamedBy } from '../../stores/tenants/provisioning.ts';

/** Longer than any run of the keymaker: by then a key that was to go live has. */
const settled = 60 * 60;

/**
 * Ends the keys that were made for a tenant and that its row does not name: what a crash, a lost race or a lost
 * answer left. One that the row does name has missed its mark only, and gets it. Returns how many were ended.
 * @param only the tenant whose leftovers are meant, whatever their age; its caller holds the claim.
 */
export async function reap(only?: string): Promise<number> {
  const settledBefore = after(now(), -settled);
  let ended = 0;
  for await (const { kmsKey, tenant, createdAt } of unusedTenantKeys()) {
    if (only === undefined ? createdAt > settledBefore : tenant !== only) continue;
    if ((await kmsKeyNamedBy(tenant)) === kmsKey) await readyTenantKey(kmsKey);
    else {
      await endTenantKey(kmsKey);
      ended++;
    }
  }
  return ended;
}
