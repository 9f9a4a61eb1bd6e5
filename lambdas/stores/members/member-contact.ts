import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { type MemberContact, type MemberRow, memberContact } from '../../model/member-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { tenantSealer } from '../keys/open-tenant.ts';
import { tenantKeys } from '../keys/read-keys.ts';

/** The sealer of members' contacts; undefined when the tenant's own key does not exist: not yet, or not any more. */
export async function memberSealer({
  id,
  kmsKey,
}: Pick<Tenant, 'id' | 'kmsKey'>): Promise<Sealer | undefined> {
  const { rows } = await readNamed({ rows: tenantKeys.rows(id, 'tenant') });
  const keys = tenantKeys.from(id, 'tenant', rows);
  return keys && kmsKey !== undefined ? tenantSealer(kmsKey, keys) : undefined;
}

/**
 * The same, for what is to be sealed.
 * @throws Problem `tenant-not-open` when the tenant's own key does not exist
 */
export async function sealerOfTenant(tenant: Pick<Tenant, 'id' | 'kmsKey'>): Promise<Sealer> {
  const sealer = await memberSealer(tenant);
  if (!sealer) throw new Problem('tenant-not-open');
  return sealer;
}

/**
 * Seals a member's name and address; undefined when they have neither.
 * @throws Problem `tenant-not-open` when the tenant's own key does not exist
 */
export async function sealedContact(
  tenant: Tenant,
  bound: Pick<MemberRow, 'id' | 'version'>,
  contact: MemberContact,
): Promise<Uint8Array | undefined> {
  if (contact.name === undefined && contact.email === undefined) return undefined;
  return memberContact.seal(await sealerOfTenant(tenant), bound, contact);
}

/**
 * Makes a function that opens members' names and addresses. It unwraps the key when the first member has something to
 * open; it gives undefined for a member who has nothing, or when the key does not exist.
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
