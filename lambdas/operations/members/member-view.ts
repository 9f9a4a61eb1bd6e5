import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import type { Sealer } from '../../model/row.ts';
import { as, type MemberContact, type MemberRow } from '../../model/rows.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { tenantKeys } from '../../stores/keys/held-keys.ts';
import { tenantSealer } from '../../stores/keys/open-tenant.ts';

/** How members are sealed; undefined when the tenant's own key is not there (yet, or any more). */
export async function memberSealer(tenant: Tenant): Promise<Sealer | undefined> {
  const keys = tenantKeys.held(tenant.id, 'tenant', await read(tenantKeys.rows(tenant.id, 'tenant')));
  return keys && tenant.kmsKey !== undefined ? tenantSealer(tenant.kmsKey, keys) : undefined;
}

/**
 * How one reader sees members: admins with names and addresses, auditors without, because they see no personal
 * data. Nothing is unwrapped unless there is something to open.
 */
export function memberViews(authority: MemberAuthority, tenant: Tenant) {
  const opens = authority.roles.includes('admin');
  let sealer: Promise<Sealer | undefined> | undefined;
  return async (stored: Row) => {
    const { id, roles, organisation, rights, since, version, sealed } = as<MemberRow>(stored);
    const view = { id, roles: [...roles], organisation, rights: [...rights], since, version };
    if (!opens || !sealed) return view;
    sealer ??= memberSealer(tenant);
    const contact = (await sealer)?.open<MemberContact>('member', id, version, sealed).release();
    return { ...view, name: contact?.name, email: contact?.email };
  };
}
