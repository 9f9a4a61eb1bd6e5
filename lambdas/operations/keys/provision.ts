import { now } from '../../platform/runtime/clock.ts';
import { readyTenantKey } from '../../stores/keys/tenant-keys.ts';
import { openTenant, provisioning } from '../../stores/tenants/provisioning.ts';
import { ownKey } from './own-key.ts';

/**
 * Gives a tenant its KMS key and opens it. All that it begins with and its opening are one transaction: there is no
 * half-provisioned tenant, and nothing is ever written over. Nothing is written for a tenant in any other state.
 */
export async function provision(id: string): Promise<'opened' | 'not-provisioning'> {
  const tenant = await provisioning(id);
  if (!tenant) return 'not-provisioning';
  const kmsKey = tenant.kmsKey ?? (await ownKey(tenant));
  if (kmsKey === undefined) return 'not-provisioning';
  await readyTenantKey(kmsKey);
  return (await openTenant(tenant, kmsKey, now())) ? 'opened' : 'not-provisioning';
}
