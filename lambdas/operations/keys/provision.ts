import { vaultKey } from '../../model/key-registry.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { now } from '../../platform/runtime/clock.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { newCanaries } from '../../stores/keys/make-canaries.ts';
import { newTenantKeys } from '../../stores/keys/make-tenant-keys.ts';
import { readyTenantKey } from '../../stores/keys/tenant-keys.ts';
import { fences } from '../../stores/tenants/contract-end.ts';
import { ownKey } from './own-key.ts';
import { provisioning } from './provisioning.ts';

/**
 * Gives a tenant its KMS key and opens it. All that the tenant begins with (keys, shard secrets, audit
 * reference, canaries, fences) and its opening are one transaction under one condition, that the tenant is still
 * `provisioning` with this key: there is no half-provisioned tenant, and nothing is ever written over.
 * Nothing is written for a tenant in any other state.
 */
export async function provision(id: string): Promise<'opened' | 'not-provisioning'> {
  const tenant = await provisioning(id);
  if (!tenant) return 'not-provisioning';
  const kmsKey = tenant.kmsKey ?? (await ownKey(tenant));
  if (kmsKey === undefined) return 'not-provisioning';
  await readyTenantKey(kmsKey);
  const at = now();
  const { secrets, writes } = await newTenantKeys(id, kmsKey);
  const moved = new Error('moved');
  try {
    await transact([
      {
        table: 'vault',
        update: vaultKey.tenant(id),
        set: { state: 'open', openedAt: at, version: tenant.version + 1 },
        if: equals({ state: 'provisioning', epoch: tenant.epoch, kmsKey }),
        else: moved,
      },
      ...writes,
      ...(await newCanaries(id, kmsKey, secrets, at)),
      ...fences(id, { state: 'open', epoch: tenant.epoch }),
      ...appendAudit({ type: 'tenant.opened', at, tenant: id, actorRef: 'system' }).writes,
    ]);
    return 'opened';
  } catch (error) {
    // Another run was faster, or the contract has ended meanwhile.
    if (error === moved) return 'not-provisioning';
    throw error;
  }
}
