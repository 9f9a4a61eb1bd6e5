import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { type MemberContact, type MemberRow, memberContact } from '../../model/member-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { tenantSealer } from '../keys/open-tenant.ts';
import { tenantKeys } from '../keys/read-keys.ts';

/** How members are sealed; undefined when the tenant's own key is not there (yet, or any more). */
async function memberSealer({ id, kmsKey }: Tenant): Promise<Sealer | undefined> {
  const { rows } = await readNamed({ rows: tenantKeys.rows(id, 'tenant') });
  const keys = tenantKeys.from(id, 'tenant', rows);
  return keys && kmsKey !== undefined ? tenantSealer(kmsKey, keys) : undefined;
}

/**
 * Seals a member's name and address; undefined when they have neither.
 * @throws Problem `tenant-not-open` when the tenant's own key is not there
 */
export async function sealedContact(
  tenant: Tenant,
  bound: Pick<MemberRow, 'id' | 'version'>,
  contact: MemberContact,
): Promise<Uint8Array | undefined> {
  if (contact.name === undefined && contact.email === undefined) return undefined;
  const sealer = await memberSealer(tenant);
  if (!sealer) throw new Problem('tenant-not-open');
  return memberContact.seal(sealer, bound, contact);
}

/**
 * Opens names and addresses of a tenant's members, one after another. The key is unwrapped with the first that has
 * something to open; undefined for who has nothing, or when the key is not there.
 */
export function contactOpener(tenant: Tenant) {
  let sealer: Promise<Sealer | undefined> | undefined;
  return async (member: MemberRow): Promise<MemberContact | undefined> => {
    if (!member.sealed) return undefined;
    sealer ??= memberSealer(tenant);
    const opened = await sealer;
    return opened && memberContact.open(opened, member).release();
  };
}
