import { after, now } from '../../platform/runtime/clock.ts';
import { endTenantKey, readyTenantKey, unusedTenantKeys } from '../../stores/keys/tenant-keys.ts';
import { kmsKeyNamedBy } from '../../stores/tenants/provisioning.ts';

/** Seconds after which a key that was to go live has: longer than any run of the keymaker. */
const settled = 60 * 60;

/**
 * Ends the keys that were made for a tenant and that its row does not name: left by a crash, a lost race or a lost
 * answer. A key that the row does name only lacks its tag, which is set. Returns how many were ended.
 * @param only a tenant: ends its unused keys alone, whatever their age; the caller must have the claim on it.
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
