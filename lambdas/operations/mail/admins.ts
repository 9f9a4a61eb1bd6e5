import { rangePk, tenantRange, vaultPrefix } from '../../model/key-registry.ts';
import { as, type MemberContact, type MemberRow } from '../../model/rows.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { tenantKeys } from '../../stores/keys/held-keys.ts';
import { tenantSealer } from '../../stores/keys/open-tenant.ts';

/** Addresses of a tenant's admins, or of the one member named; those without an address are left out. */
export async function addressesOf(tenant: string, kmsKey: string, member?: string): Promise<string[]> {
  const [members, rows] = await Promise.all([
    queryAll({ table: 'vault', pk: rangePk(tenant, tenantRange), prefix: vaultPrefix.members }),
    read(tenantKeys.rows(tenant, 'tenant')),
  ]);
  const keys = tenantKeys.held(tenant, 'tenant', rows);
  if (!keys) return [];
  const sealer = await tenantSealer(kmsKey, keys);
  return members
    .map((row) => as<MemberRow>(row))
    .filter(({ id, roles }) => (member === undefined ? roles.includes('admin') : id === member))
    .flatMap(({ id, version, sealed }) => {
      if (!sealed) return [];
      const { email } = sealer.open<MemberContact>('member', id, version, sealed).release();
      return email === undefined ? [] : [email];
    });
}
