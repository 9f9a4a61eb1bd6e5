import type { MemberAuthority } from '../../domain/members/authority.ts';
import type { MemberRow } from '../../model/member-rows.ts';
import { memberList, memberRow } from '../../model/member-rows.ts';
import { placeIn } from '../../model/places.ts';
import { placeInList } from '../../model/row.ts';
import { type TenantRow, tenantList, tenantRow } from '../../model/tenant-rows.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { newBytes, newId, newReference } from '../../platform/runtime/random.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit } from '../commit/commit.ts';
import { freeLease } from '../retention/lease.ts';

/** What is agreed with a new tenant. */
export type NewTenant = Pick<
  TenantRow,
  'name' | 'country' | 'timeZone' | 'languages' | 'helpPhone' | 'endsAt'
>;

/** A new tenant with a new id, still without keys. */
export function newTenant({ endsAt, ...agreed }: NewTenant, at: string): TenantRow {
  const id = newId('tnt');
  return {
    ...agreed,
    id,
    createdAt: at,
    version: 1,
    state: 'provisioning',
    epoch: 1,
    ...(endsAt !== undefined && { endsAt, agreedEndsAt: endsAt }),
    cursorSecret: newBytes(32),
    listPk: tenantList,
    listSk: placeInList(at, id),
  };
}

/**
 * Writes a new tenant with its first admin, who has no name yet.
 * @param admin the principal's id.
 * @param claim the writes that claim the idempotency key of the call.
 */
export async function createTenant(
  tenant: TenantRow,
  admin: string,
  actor: MemberAuthority,
  claim: readonly Write[],
): Promise<void> {
  const at = tenant.createdAt;
  const member: MemberRow = {
    id: admin,
    roles: ['admin'],
    rights: [],
    since: at,
    adminSince: at,
    version: 1,
    ref: newReference(),
    ...placeIn(memberList(tenant.id), memberRow.key(tenant.id, admin), at, admin),
  };
  await commit({ tenant, at }, [
    ...claim,
    tenantRow.put([tenant.id], tenant, { if: absent }),
    freeLease(tenant, { attempt: 0, until: at }),
    memberRow.put([tenant.id, admin], member, { if: absent }),
    ...appendAudit({
      type: 'tenant.created',
      at,
      tenant: tenant.id,
      actorRef: actor.ref,
      version: tenant.version,
    }).writes,
  ]);
}
