import { Problem } from '../../domain/problems.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { TenantRow } from '../../model/rows.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { after, now } from '../../platform/runtime/clock.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { createTenantKey, endTenantKey } from '../../stores/keys/tenant-keys.ts';
import { provisioning } from './provisioning.ts';
import { reap } from './reap.ts';

/** Longer than a run may take: whoever made this claim and has not answered by then never will. */
const claimSeconds = 120;

/**
 * Makes the one KMS key of a tenant. A key can neither be made twice to the same effect nor be found by what it
 * is for, so only the run that holds the claim on the tenant's row makes one; its ARN is taken over under that
 * claim, and a key that is not taken over is ended at once. What a run that died may have left is looked for by
 * the run that takes its claim. Undefined when the tenant is no longer to be provisioned.
 * @throws Problem `unavailable` while another run holds the claim
 */
export async function ownKey(tenant: TenantRow): Promise<string | undefined> {
  const claim = newReference();
  if (!(await claimed(tenant.id, claim))) {
    const other = await provisioning(tenant.id);
    if (other && other.kmsKey === undefined) throw new Problem('unavailable', { retryAfter: claimSeconds });
    return other?.kmsKey;
  }
  const kmsKey = await created(tenant.id, claim);
  if (!(await takenOver(tenant.id, claim, kmsKey))) {
    await endTenantKey(kmsKey);
    return (await provisioning(tenant.id))?.kmsKey;
  }
  if (tenant.keyClaim !== undefined) await reap(tenant.id);
  return kmsKey;
}

async function claimed(tenant: string, claim: string): Promise<boolean> {
  const at = now();
  return succeeds((lost) => ({
    table: 'vault',
    update: vaultKey.tenant(tenant),
    set: { keyClaim: claim, keyClaimedUntil: after(at, claimSeconds) },
    if: {
      expression: '#s = :s AND attribute_not_exists(#k) AND (attribute_not_exists(#u) OR #u <= :now)',
      names: { '#s': 'state', '#k': 'kmsKey', '#u': 'keyClaimedUntil' },
      values: { ':s': 'provisioning', ':now': at },
    },
    else: lost,
  }));
}

async function created(tenant: string, claim: string): Promise<string> {
  try {
    return await createTenantKey(tenant);
  } catch (error) {
    // The next run need not wait; that it looks for a key whose answer got lost, the claim left behind tells it.
    await succeeds((lost) => ({
      table: 'vault',
      update: vaultKey.tenant(tenant),
      set: { keyClaimedUntil: now() },
      if: equals({ keyClaim: claim }),
      else: lost,
    }));
    throw error;
  }
}

async function takenOver(tenant: string, claim: string, kmsKey: string): Promise<boolean> {
  return succeeds((lost) => ({
    table: 'vault',
    update: vaultKey.tenant(tenant),
    set: { kmsKey },
    unset: ['keyClaim', 'keyClaimedUntil'],
    if: equals({ state: 'provisioning', keyClaim: claim }),
    else: lost,
  }));
}

/** Whether the condition of a write held. */
async function succeeds(write: (lost: Error) => Parameters<typeof transact>[0][number]): Promise<boolean> {
  const lost = new Error('lost');
  try {
    await transact([write(lost)]);
    return true;
  } catch (error) {
    if (error === lost) return false;
    throw error;
  }
}
