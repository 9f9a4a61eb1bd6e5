import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { TenantState } from '../../domain/tenants/tenancy.ts';
import { assertTenantState } from './tenants.ts';

/** A tenant whose KMS key has been made. */
export type KeyedTenant = Tenant & { readonly kmsKey: string };

/** The tenant that a member or operator acts on with this call, whatever the state of its contract. */
export function ownTenant({ tenant }: MemberAuthority): Tenant {
  if (!tenant) throw new Error('this operation has no tenant in its path');
  return tenant;
}

/**
 * The tenant that a member acts on, with its key, if its contract is in one of these states at `now`.
 * @throws Problem `tenant-not-open`
 */
export function actingTenant(
  authority: MemberAuthority,
  now: string,
  ...states: readonly TenantState[]
): KeyedTenant {
  const tenant = ownTenant(authority);
  assertTenantState(tenant, now, ...states);
  const { kmsKey } = tenant;
  if (kmsKey === undefined) throw new Problem('tenant-not-open');
  return { ...tenant, kmsKey };
}
