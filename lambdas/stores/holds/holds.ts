import { lookAtHold } from '../../domain/holds/hold.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { dueTenants } from '../../model/erasure-rows.ts';
import { type HoldRow, holdRow, holdsOf, type PendingRelease, wholeTenant } from '../../model/hold-rows.ts';
import { type Listed, listed, type Stored } from '../../model/row.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { equals, type Guard, type Write } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit, type NextVersion } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { newestIn } from '../paging/sources.ts';
import { lookNow } from '../retention/lease.ts';
import { asRead } from '../tenants/contract-end.ts';
import { tenantFence } from '../tenants/tenants.ts';

/** The legal hold on a tenant as a whole; undefined when there is none. One that is over stays until somebody looked. */
export async function readHold(tenant: string): Promise<Stored<HoldRow> | undefined> {
  const { hold } = await readNamed({ hold: holdRow.at(tenant, wholeTenant) });
  return holdRow.from(hold);
}

/** One page of a tenant's legal holds, still sealed. */
export function holdPage(tenant: string, call: ListCall, authority: MemberAuthority) {
  return listPage(newestIn(holdsOf(tenant)), pagingOf(call, authority), (row) => holdRow.from(row));
}

/**
 * Sets or renews a legal hold, with its entry and the mail to the admins, in one transaction. The tenant's row is to
 * be as it was read, so that either the hold or the purge's point of no return comes first.
 * @throws Problem `conflict` when the tenant's row or the hold is not as it was read
 */
export async function putHold(
  tenant: Tenant,
  hold: Omit<HoldRow, 'id' | keyof Listed>,
  actor: MemberAuthority,
  at: string,
  next: NextVersion,
): Promise<void> {
  await commit(
    { tenant, at },
    [
      heldUntil(tenant, hold.until),
      holdRow.put(
        [tenant.id, wholeTenant],
        { ...hold, id: wholeTenant, ...placeOf(tenant, hold) },
        {
          if: next.if,
          else: next.else,
        },
      ),
      lookNow(tenant.id, at),
      ...entryOf(tenant, 'hold.set', at, actor.ref, hold.version),
    ],
    [dueMail({ kind: 'hold-set', tenant: tenant.id }, at)],
  );
}

/**
 * Notes that one admin requests the release of a hold.
 * @throws Problem `conflict` or `tenant-not-open` when hold or tenant are not as they were read
 */
export async function requestRelease(
  tenant: Tenant,
  hold: Stored<HoldRow>,
  release: PendingRelease,
  actor: MemberAuthority,
): Promise<void> {
  const { at } = release;
  await commit(
    { tenant, at },
    [
      holdRow.update(hold, { set: { release } }, { if: equals({ version: hold.version }) }),
      tenantFence(tenant),
      ...entryOf(tenant, 'hold.release-requested', at, actor.ref, hold.version),
    ],
    [dueMail({ kind: 'hold-release-requested', tenant: tenant.id }, at)],
  );
}

/**
 * Releases a hold: it ends now, and somebody looks at once at what it stopped.
 * @throws Problem `conflict` when hold or tenant are not as they were read
 */
export async function releaseHold(
  tenant: Tenant,
  hold: Stored<HoldRow>,
  actor: MemberAuthority,
  at: string,
): Promise<void> {
  await commit(
    { tenant, at },
    [heldUntil(tenant, at), ...ended(tenant, hold, at), ...entryOf(tenant, 'hold.released', at, actor.ref)],
    [dueMail({ kind: 'hold-ended', tenant: tenant.id }, at)],
  );
}

/**
 * Records that a hold has ended by itself; its end has counted since its instant. Of a tenant that is being purged
 * the sweep removes the hold.
 */
export async function expireHold(tenant: Tenant, hold: Stored<HoldRow>, at: string): Promise<void> {
  if (tenant.state !== 'open' && tenant.state !== 'retrieval') return;
  await unlessLost(race, () =>
    commit(
      { tenant, at },
      [
        tenantRow.check([tenant.id], asRead(tenant), { race }),
        ...ended(tenant, hold, at, { race }),
        ...entryOf(tenant, 'hold.expired', at, 'system'),
      ],
      [dueMail({ kind: 'hold-ended', tenant: tenant.id }, at)],
    ),
  );
}

/** Makes the mail due that tells the admins that a hold ends in so many days, once. */
export async function noticeOfHold(
  tenant: Tenant,
  hold: Stored<HoldRow>,
  days: number,
  at: string,
): Promise<void> {
  const change = { set: { noticed: days, ...placeOf(tenant, { ...hold, noticed: days }) } };
  await unlessLost(race, () =>
    commit(
      { tenant, at },
      [
        tenantRow.check([tenant.id], asRead(tenant), { race }),
        holdRow.update(hold, change, {
          if: equals({ version: hold.version, listSk: hold.listSk }),
          else: { race },
        }),
      ],
      [dueMail({ kind: 'hold-near-end', tenant: tenant.id }, at)],
    ),
  );
}

const race = 'hold';

function heldUntil(tenant: Tenant, until: string): Write {
  return tenantRow.update(
    [tenant.id],
    { set: { heldUntil: until, version: tenant.version + 1 } },
    { if: asRead(tenant), else: 'conflict' },
  );
}

function ended({ id }: Tenant, hold: Stored<HoldRow>, at: string, lost: Guard['else'] = 'conflict'): Write[] {
  return [holdRow.remove(hold, { if: equals({ version: hold.version }), else: lost }), lookNow(id, at)];
}

function placeOf({ id }: Tenant, hold: Parameters<typeof lookAtHold>[0]) {
  return listed(dueTenants, lookAtHold(hold), id);
}

type HoldEvent = 'hold.set' | 'hold.release-requested' | 'hold.released' | 'hold.expired';

function entryOf({ id }: Tenant, type: HoldEvent, at: string, actorRef: string, version?: number) {
  return appendAudit({ type, at, tenant: id, actorRef, version }).writes;
}
