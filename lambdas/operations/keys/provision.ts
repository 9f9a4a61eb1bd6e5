import { now } from '../../platform/runtime/clock.ts';
import { readyTenantKey } from '../../stores/keys/tenant-keys.ts';
import { openTenant, provisioning } from '../../stores/tenants/provisioning.ts';
import { ownKey } from './own-key.ts';

/**
 * Makes a tenant's KMS key and opens the tenant. Everything a tenant starts with is written in the transaction that
 * opens it: there is no half-provisioned tenant, and nothing is overwritten. For a tenant in any other state nothing
 * is written.
 */
export async function provision(id: string): Promise<'opened' | 'not-provisioning'> {
  const tenant = await provisioning(id);
  if (!tenant) return 'not-provisioning';
  const kmsKey = tenant.kmsKey ?? (await ownKey(tenant));
  if (kmsKey === undefined) return 'not-provisioning';
  await readyTenantKey(kmsKey);
  return (await openTenant(tenant, kmsKey, now())) ? 'opened' : 'not-provisioning';
}
