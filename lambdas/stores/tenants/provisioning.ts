import { type TenantRow, tenantRow } from '../../model/tenant-rows.ts';
import { type Condition, equals } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit, unlessLost } from '../commit/commit.ts';
import { newCanaries } from '../keys/make-canaries.ts';
import { newTenantKeys } from '../keys/make-tenant-keys.ts';
import { fences } from './contract-end.ts';
import { readTenant } from './read-tenant.ts';

/**
 * Longer than a run of the keymaker may take, in seconds: a run that claimed and has not finished by then never will.
 */
export const claimSeconds = 120;

/** A tenant that is still to be provisioned; undefined when it does not exist or is in another state. */
export async function provisioning(id: string): Promise<TenantRow | undefined> {
  const tenant = await readTenant(id);
  return tenant?.state === 'provisioning' ? tenant : undefined;
}

/** The KMS key that a tenant's row names, whatever the key's state. */
export async function kmsKeyNamedBy(id: string): Promise<string | undefined> {
  return (await readTenant(id))?.kmsKey;
}

/**
 * Claims the making of a tenant's KMS key, for as long as a run may take.
 * @returns whether the claim was made; false while another one lasts, when the tenant has a key, or in another state
 */
export function claimKey(tenant: TenantRow, claim: string, at: string): Promise<boolean> {
  return changes(tenant, at, { keyClaim: claim, keyClaimedUntil: after(at, claimSeconds) }, [], {
    expression: '#s = :s AND attribute_not_exists(#k) AND (attribute_not_exists(#u) OR #u <= :now)',
    names: { '#s': 'state', '#k': 'kmsKey', '#u': 'keyClaimedUntil' },
    values: { ':s': 'provisioning', ':now': at },
  });
}

/**
 * Releases the claim's lease, so that the next run can claim at once. The claim itself stays, so that the next run
 * knows to search for a key whose CreateKey response was lost.
 */
export function letClaimEnd(tenant: TenantRow, claim: string, at: string): Promise<boolean> {
  return changes(tenant, at, { keyClaimedUntil: at }, [], equals({ keyClaim: claim }));
}

/**
 * Writes a KMS key into the tenant's row, under the claim by which it was made.
 * @returns whether it is the tenant's key now; if not, nobody will ever use it
 */
export function nameKey(tenant: TenantRow, claim: string, kmsKey: string, at: string): Promise<boolean> {
  const claimed = equals({ state: 'provisioning', keyClaim: claim });
  return changes(tenant, at, { kmsKey }, ['keyClaim', 'keyClaimedUntil'], claimed);
}

/**
 * Opens a tenant: writes its keys, secrets, audit secret, canaries and fences in one transaction, on condition
 * that it is still `provisioning` with this key. Calls KMS eighteen times before.
 * @returns whether it was opened; false when another run was faster, or the contract has ended meanwhile
 */
export async function openTenant(tenant: TenantRow, kmsKey: string, at: string): Promise<boolean> {
  const { id, epoch, version } = tenant;
  const { secrets, writes } = await newTenantKeys(id, kmsKey);
  const canaries = await newCanaries(id, kmsKey, secrets, at);
  const opened = await unlessLost(moved, () =>
    commit({ tenant, at }, [
      tenantRow.update(
        [id],
        { set: { state: 'open', openedAt: at, version: version + 1 } },
        { if: equals({ state: 'provisioning', epoch, kmsKey }), else: { race: moved } },
      ),
      ...writes,
      ...canaries,
      ...fences(id, { state: 'open', epoch }),
      ...appendAudit({ type: 'tenant.opened', at, tenant: id, actorRef: 'system' }).writes,
    ]),
  );
  return opened !== 'lost';
}

const moved = 'the tenant has moved on';

/** Changes the row of a tenant that is being provisioned, and returns whether the condition held. */
async function changes(
  tenant: TenantRow,
  at: string,
  set: Partial<TenantRow>,
  unset: readonly (keyof TenantRow & string)[],
  condition: Condition,
): Promise<boolean> {
  const guard = { if: condition, else: { race: moved } };
  const write = tenantRow.update([tenant.id], { set, unset }, guard);
  return (await unlessLost(moved, () => commit({ tenant, at }, [write]))) !== 'lost';
}
