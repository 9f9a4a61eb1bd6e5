import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { stateAt, type TenantState } from '../../domain/tenants/tenancy.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { equals, type Guard, type Write } from '../../platform/dynamodb/transaction.ts';

/** The part of a tenant's row that decisions may depend on; the whole row is `TenantRow`. */
export function tenantOf(row: Row): Tenant {
  return tenantRow.from(row);
}

/**
 * Checks that the contract is in one of these states at `now`.
 * @throws Problem `tenant-not-open`
 */
export function assertTenantState(tenant: Tenant, now: string, ...states: readonly TenantState[]): void {
  if (!states.includes(stateAt(tenant, now))) throw new Problem('tenant-not-open');
}

/**
 * The fence of every write in the tenant's own range: state and epoch are as they were read. Writes below an
 * individual carry the individual's fence instead, so that writers for different individuals do not contend for one
 * row; in retrieval a commit adds this one.
 * @param lost what is thrown when they are not.
 */
export function tenantFence(
  { id, state, epoch }: Pick<Tenant, 'id' | 'state' | 'epoch'>,
  lost: Guard['else'] = 'tenant-not-open',
): Write {
  return tenantRow.check([id], equals({ state, epoch }), lost);
}
