import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { organisationRow } from '../../model/catalogue-rows.ts';
import { type MemberRow, memberList, memberRow, operatorRow } from '../../model/member-rows.ts';
import { placeIn } from '../../model/places.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit, type NextVersion } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { listed } from '../paging/sources.ts';
import { secretIn, tenantSecret } from '../tenants/audit-secret.ts';
import { tenantFence } from '../tenants/tenants.ts';
import { keptAsFormer } from './former-members.ts';

/** A member of a tenant; undefined when there is none of this id. */
export async function memberOf(tenant: string, member: string): Promise<MemberRow | undefined> {
  const { row } = await readNamed({ row: memberRow.at(tenant, member) });
  return memberRow.from(row);
}

/**
 * The two members of an act that one requested and the other confirms.
 * @param requester who requested it, by principal id; undefined when nothing was requested.
 * @param confirmer who confirms it.
 * @throws Problem `forbidden` when the one who confirms is no member any more
 */
export async function twoMembers(
  tenant: string,
  requester: string | undefined,
  confirmer: string,
): Promise<{ readonly requester: MemberRow | undefined; readonly confirmer: MemberRow }> {
  const [requested, confirming] = await Promise.all([
    requester === undefined ? undefined : memberOf(tenant, requester),
    memberOf(tenant, confirmer),
  ]);
  if (!confirming) throw new Problem('forbidden');
  return { requester: requested, confirmer: confirming };
}

/** One page of a tenant's members, newest first, still sealed. */
export function memberPage(tenant: string, call: ListCall, authority: MemberAuthority) {
  return listPage(listed(memberList(tenant)), pagingOf(call, authority), (row) => memberRow.from(row));
}

/** What a change of a membership depends on, as read with this call. */
export interface MembershipRead {
  /** The tenant's audit secret, which hides members in its log. */
  readonly secret: string;
  readonly before: MemberRow | undefined;
  /** The member who makes the change; undefined for an operator. */
  readonly actor: MemberRow | undefined;
  /** Whether the member to be changed is an operator of the deployment. */
  readonly operates: boolean;
  /** Whether the organisation named exists; false when none was named. */
  readonly organisationKnown: boolean;
}

/**
 * Reads what a change of a membership depends on, consistently, in one round trip.
 * @throws Problem `tenant-not-open` when the tenant has no audit secret
 */
export async function readMembership(
  tenant: string,
  member: string,
  actor: string,
  organisation?: string | undefined,
): Promise<MembershipRead> {
  const rows = await readNamed({
    secret: tenantSecret(tenant),
    before: memberRow.at(tenant, member),
    operator: operatorRow.at(member),
    actor: memberRow.at(tenant, actor),
    organisation: organisation === undefined ? undefined : organisationRow.at(tenant, organisation),
  });
  return {
    secret: secretIn(rows.secret),
    before: memberRow.from(rows.before),
    actor: memberRow.from(rows.actor),
    operates: rows.operator !== undefined,
    organisationKnown: rows.organisation !== undefined,
  };
}

/**
 * A change of a membership: whose it is, who makes it, and what was read; it is written only if that is unchanged.
 */
export interface MembershipChange {
  readonly tenant: Tenant;
  readonly member: string;
  readonly actor: MemberAuthority;
  readonly at: string;
  readonly read: MembershipRead;
  readonly next: NextVersion;
  /** Whether the admins, and those who were admins until now, are told: who administers, or an address, changes. */
  readonly told: boolean;
}

/**
 * Writes a member's row, in place of an earlier one; a change that admins are told of keeps what an admin was.
 * @throws Problem `version-mismatch`, `conflict` or `tenant-not-open` when what was read has changed
 */
export async function putMember(change: MembershipChange, row: MemberRow): Promise<void> {
  const { tenant, member, actor, at, next, read, told } = change;
  const key = memberRow.key(tenant.id, member);
  const place = placeIn(memberList(tenant.id), key, row.since, member);
  await commit(
    { tenant, at },
    [
      memberRow.put(key, { ...row, ...place }, { if: next.if, else: next.else }),
      ...(told && read.before?.roles.includes('admin') ? keptAsFormer(tenant.id, read.before, at) : []),
      ...(actor.principal === member ? [] : stillAdmin(change)),
      tenantFence(tenant),
      ...entryOf(change, 'member.set', next.version),
    ],
    mailOf(change),
  );
}

/**
 * Removes a member.
 * @throws Problem `version-mismatch`, `conflict` or `tenant-not-open` when what was read has changed
 */
export async function removeMember(change: MembershipChange): Promise<void> {
  const { tenant, member, at, next, read } = change;
  await commit(
    { tenant, at },
    [
      memberRow.remove([tenant.id, member], { if: next.if, else: next.else }),
      ...keptAsFormer(tenant.id, read.before, at),
      ...stillAdmin(change),
      tenantFence(tenant),
      ...entryOf(change, 'member.removed', read.before?.version),
    ],
    mailOf(change),
  );
}

/**
 * The condition that the row of the acting admin is unchanged. Since nobody can remove their own role, one admin is
 * always left, even when two remove each other at once. No condition for an operator.
 */
function stillAdmin({ tenant, actor, read }: MembershipChange): Write[] {
  if (!actor.roles.includes('admin')) return [];
  return [
    memberRow.check([tenant.id, actor.principal], equals({ version: read.actor?.version ?? 0 }), 'conflict'),
  ];
}

function mailOf({ tenant, at, told }: MembershipChange) {
  return told ? [dueMail({ kind: 'admins-changed', tenant: tenant.id }, at)] : [];
}

function entryOf(change: MembershipChange, type: 'member.set' | 'member.removed', version?: number) {
  const { tenant, member, actor, at, read } = change;
  const object = { id: member, under: read.secret };
  return appendAudit({ type, at, tenant: tenant.id, actorRef: actor.ref, object, version }).writes;
}
