import type { MemberAuthority } from '../../domain/members/authority.ts';
import { type InputFault, Problem } from '../../domain/problems.ts';
import type { IfMatch } from '../../domain/values.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';

/**
 * The part of a change of the catalogue that is the same for every definition.
 * @throws Problem `tenant-not-open`
 */
export function changedDefinition(
  { at, ifMatch }: { readonly at: string; readonly ifMatch: IfMatch },
  authority: MemberAuthority,
) {
  const tenant = ownTenant(authority);
  assertTenantState(tenant, at, 'open', 'retrieval');
  return { tenant, actor: authority, at, ifMatch };
}

/**
 * Refuses to change what a code stands for.
 * @throws Problem `conflict` with pointers when there are faults
 */
export function unchangeable(errors: readonly InputFault[]): void {
  if (errors.length > 0)
    throw new Problem('conflict', { detail: 'a code keeps what it stands for: use a new one', errors });
}

/** @throws Problem `invalid-request` when there are faults */
export function without(errors: readonly InputFault[]): void {
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
}
