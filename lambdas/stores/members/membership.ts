import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { memberRow, operatorRow } from '../../model/member-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import type { Row, Wanted } from '../../platform/dynamodb/key.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';

/** A member of a tenant, or an operator who acts on it, as read with this call. */
export type TenantMember = MemberAuthority & { readonly tenant: Tenant };

/** The rows that give a principal's authority in a tenant, by name. */
export function memberRows(principal: string, tenant: string) {
  return {
    tenant: tenantRow.at(tenant),
    member: memberRow.at(tenant, principal),
    operator: operatorRow.at(principal),
  } satisfies Readonly<Record<string, Wanted>>;
}

/** Those rows as read. */
export type MemberRowsRead = Readonly<Record<'tenant' | 'member' | 'operator', Row | undefined>>;

/**
 * The authority that those rows give.
 * @throws Problem `not-found` when the tenant does not exist, or the principal is neither its member nor an operator:
 * both look alike
 */
export function memberIn(principal: string, rows: MemberRowsRead): TenantMember {
  const tenant = tenantRow.from(rows.tenant);
  const member = memberRow.from(rows.member);
  const operator = operatorRow.from(rows.operator);
  const ref = member?.ref ?? operator?.ref;
  if (!tenant || ref === undefined) throw new Problem('not-found');
  const roles = member?.roles ?? [];
  return {
    kind: 'member',
    principal,
    ref,
    roles: operator ? [...roles, 'operator'] : roles,
    organisation: member?.organisation,
    rights: member?.rights ?? [],
    tenant,
    cursorSecret: tenant.cursorSecret,
  };
}

/** Reads the authority of a principal: in a tenant, or in the deployment itself. */
export async function membership(principal: string, tenant: string | undefined): Promise<MemberAuthority> {
  if (tenant !== undefined) return memberIn(principal, await readNamed(memberRows(principal, tenant)));
  const { row } = await readNamed({ row: operatorRow.at(principal) });
  if (!row) throw new Problem('forbidden');
  const { ref, cursorSecret } = operatorRow.from(row);
  return { kind: 'member', principal, ref, roles: ['operator'], rights: [], cursorSecret };
}
