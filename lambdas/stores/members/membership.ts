import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Role } from '../../domain/tenants/tenancy.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { type Row, read, type Wanted } from '../../platform/dynamodb/reads.ts';
import { tenantOf } from '../tenants/tenants.ts';

/** The rows that say what a principal may do in a tenant: tenant, membership, and the operator's row. */
export function memberRowsOf(principal: string, tenant: string) {
  return [
    { table: 'vault', key: vaultKey.tenant(tenant) },
    { table: 'vault', key: vaultKey.member(tenant, principal) },
    { table: 'vault', key: vaultKey.operator(principal) },
  ] as const satisfies readonly Wanted[];
}

/**
 * The authority that those rows give.
 * @throws Problem `not-found` when the tenant does not exist or the principal has no part in it: both alike
 */
export function memberFrom(
  principal: string,
  [tenantRow, memberRow, operatorRow]: readonly (Row | undefined)[],
): MemberAuthority & { readonly tenant: Tenant } {
  const row = memberRow ?? operatorRow;
  if (!tenantRow || !row) throw new Problem('not-found');
  const tenant = tenantOf(tenantRow);
  const member = (memberRow?.roles ?? []) as Role[];
  return {
    kind: 'member',
    principal,
    ref: row.ref as string,
    roles: operatorRow ? [...member, 'operator'] : member,
    organisation: memberRow?.organisation as string | undefined,
    rights: (memberRow?.rights ?? []) as string[],
    tenant,
    cursorSecret: tenant.cursorSecret,
  };
}

/** What a principal may do, read with this call: in a tenant, or in the deployment itself. */
export async function membership(principal: string, tenant: string | undefined): Promise<MemberAuthority> {
  if (tenant !== undefined) return memberFrom(principal, await read(memberRowsOf(principal, tenant)));
  const [row] = await read([{ table: 'vault', key: vaultKey.operator(principal) }]);
  if (!row) throw new Problem('forbidden');
  return {
    kind: 'member',
    principal,
    ref: row.ref as string,
    roles: ['operator'],
    rights: [],
    cursorSecret: row.cursorSecret as Uint8Array,
  };
}
