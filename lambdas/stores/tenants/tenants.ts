import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { stateAt, type TenantState } from '../../domain/tenants/tenancy.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { equals, type Write } from '../../platform/dynamodb/transaction.ts';

/** What every decision may know of the tenant that a row of Vault holds; the row's rest is `TenantRow`. */
export function tenantOf(row: Row): Tenant {
  return {
    id: row.id as string,
    name: row.name as string,
    country: row.country as string,
    timeZone: row.timeZone as string,
    languages: row.languages as Tenant['languages'],
    helpPhone: row.helpPhone as string,
    createdAt: row.createdAt as string,
    version: row.version as number,
    state: row.state as Tenant['state'],
    epoch: row.epoch as number,
    endsAt: row.endsAt as string | undefined,
    endedAt: row.endedAt as string | undefined,
    purgeAt: row.purgeAt as string | undefined,
    heldUntil: row.heldUntil as string | undefined,
    kmsKey: row.kmsKey as string | undefined,
    cursorSecret: row.cursorSecret as Uint8Array,
  };
}

/**
 * That the contract is in one of these states at `now`.
 * @throws Problem `tenant-not-open`
 */
export function mustBe(tenant: Tenant, now: string, ...states: readonly TenantState[]): void {
  if (!states.includes(stateAt(tenant, now))) throw new Problem('tenant-not-open');
}

/**
 * The condition of every tenant-level write: state and epoch are as they were read. Writes below an individual
 * carry the individual's fence instead, so that writers of different people never meet on one row.
 */
export function tenantFence({ id, state, epoch }: Tenant): Write {
  return {
    table: 'vault',
    check: vaultKey.tenant(id),
    if: equals({ state, epoch }),
    else: 'tenant-not-open',
  };
}
