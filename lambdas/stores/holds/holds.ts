import { lookAtHold, wholeTenant } from '../../domain/holds/hold.ts';
import { latest } from '../../domain/instant.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { dueTenants, erasureRow } from '../../model/erasure-rows.ts';
import { type HoldRow, holdRow, holdsOf, type PendingRelease } from '../../model/hold-rows.ts';
import type { MailKind } from '../../model/outbox-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { type Listed, listed, type Stored } from '../../model/row.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { queryAll, readNamed } from '../../platform/dynamodb/reads.ts';
import {
  type Condition,
  equals,
  type Guard,
  present,
  type Write,
} from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../audit/entries.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit, type NextVersion } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { newestIn } from '../paging/sources.ts';
import { findIndividual } from '../people/individuals.ts';
import { lookNow } from '../retention/lease.ts';
import { asRead } from '../tenants/contract-end.ts';
import { tenantFence } from '../tenants/tenants.ts';

/**
 * The legal hold on a tenant as a whole, or on one of its individuals; undefined when there is none. One that is over
 * stays until somebody looked.
 */
export async function readHold(tenant: string, held: string): Promise<Stored<HoldRow> | undefined> {
  const { hold } = await readNamed({ hold: holdRow.at(tenant, held) });
  return holdRow.from(hold);
}

/** All legal holds of a tenant, those that are over and at which nobody has looked yet among them. */
export async function readHolds(tenant: string): Promise<Stored<HoldRow>[]> {
  return (await queryAll(holdsOf(tenant))).map((row) => holdRow.from(row));
}

/** One page of a tenant's legal holds, still sealed. */
export function holdPage(tenant: string, call: ListCall, authority: MemberAuthority) {
  return listPage(newestIn(holdsOf(tenant)), pagingOf(call, authority), (row) => holdRow.from(row));
}

/**
 * Sets or renews a legal hold, with its entry and the mail to the admins, in one transaction. The tenant's state is to
 * be as it was read, so that either the hold or the purge's point of no return comes first; and nobody is held whose
 * erasure has begun.
 * @throws Problem `conflict` when the tenant, the individual or the hold is not as it was read
 */
export async function putHold(
  tenant: Tenant,
  hold: Omit<HoldRow, keyof Listed>,
  actor: MemberAuthority,
  at: string,
  next: NextVersion,
): Promise<void> {
  const { id, until, version } = hold;
  const row = { ...hold, ...placeOf(tenant, hold) };
  await commit(
    { tenant, at },
    [
      ...(await ordered(tenant, id, until)),
      ...(id === wholeTenant
        ? []
        : [
            individualRow.check([tenant.id, id], present),
            erasureRow.check([tenant.id, id], notBegun, beingErased()),
          ]),
      holdRow.put([tenant.id, id], row, { if: next.if, else: next.else }),
      lookNow(tenant.id, at),
      ...(await entryOf(tenant, id, { type: 'hold.set', at, actorRef: actor.ref, version })),
    ],
    [mailOf(tenant, 'hold-set', hold, at)],
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
  const { id, version } = hold;
  const event = { type: 'hold.release-requested', at, actorRef: actor.ref, version } as const;
  await commit(
    { tenant, at },
    [
      holdRow.update(hold, { set: { release } }, { if: equals({ version }) }),
      tenantFence(tenant),
      ...(await entryOf(tenant, id, event)),
    ],
    [mailOf(tenant, 'hold-release-requested', hold, at)],
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
  const event = { type: 'hold.released', at, actorRef: actor.ref } as const;
  await commit(
    { tenant, at },
    [
      ...(await ordered(tenant, hold.id, at)),
      ...ended(tenant, hold, at),
      ...(await entryOf(tenant, hold.id, event)),
    ],
    [mailOf(tenant, 'hold-ended', { ...hold, until: at }, at)],
  );
}

/**
 * Records that a hold has ended by itself; its end has counted since its instant for all but a purge, which removes
 * nobody before it is recorded. Of a tenant that is being purged the sweep removes the hold on the whole.
 */
export async function expireHold(tenant: Tenant, hold: Stored<HoldRow>, at: string): Promise<void> {
  const { state } = tenant;
  if (state !== 'open' && state !== 'retrieval' && (state !== 'purging' || hold.id === wholeTenant)) return;
  const lost = { race };
  const writes = await ordered(tenant, hold.id, hold.until, lost);
  const entry = await entryOf(tenant, hold.id, { type: 'hold.expired', at, actorRef: 'system' });
  await unlessLost(race, () =>
    commit(
      { tenant, at },
      [...writes, ...ended(tenant, hold, at, lost), ...entry],
      [mailOf(tenant, 'hold-ended', hold, at)],
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
      [mailOf(tenant, 'hold-near-end', hold, at)],
    ),
  );
}

const race = 'hold';

const beingErased = () => new Problem('conflict', { detail: 'their erasure has begun' });
const notBegun: Condition = {
  expression: 'attribute_not_exists(pk) OR #state = :requested OR #state = :waiting OR #state = :undone',
  names: { '#state': 'state' },
  values: { ':requested': 'requested', ':waiting': 'waiting', ':undone': 'undone' },
};

/**
 * What puts a hold that lasts until then, or ends, and a purge in order. The tenant's row says until when the purge of
 * the whole is held; once that has begun, until when the last individual is.
 */
async function ordered(
  tenant: Tenant,
  held: string,
  until: string,
  lost: Guard['else'] = 'conflict',
): Promise<Write[]> {
  const purging = tenant.state === 'purging';
  if (held !== wholeTenant && !purging) return [tenantFence(tenant, lost)];
  const others = purging ? (await readHolds(tenant.id)).filter(({ id }) => id !== held) : [];
  const heldUntil = latest([until, ...others.map((one) => one.until)]) ?? until;
  const set = { heldUntil, version: tenant.version + 1 };
  return [tenantRow.update([tenant.id], { set }, { if: asRead(tenant), else: lost })];
}

function ended({ id }: Tenant, hold: Stored<HoldRow>, at: string, lost: Guard['else'] = 'conflict'): Write[] {
  return [holdRow.remove(hold, { if: equals({ version: hold.version }), else: lost }), lookNow(id, at)];
}

function placeOf({ id }: Tenant, hold: Parameters<typeof lookAtHold>[0]) {
  return listed(dueTenants, lookAtHold(hold), id);
}

type HoldMail = Extract<MailKind, `hold-${string}`>;

/** Of a hold on an individual the mail says until when, and not on whom. */
function mailOf(
  { id: tenant }: Tenant,
  kind: HoldMail,
  { id, until }: Pick<HoldRow, 'id' | 'until'>,
  at: string,
) {
  return dueMail({ kind, tenant, ...(id !== wholeTenant && { personUntil: until }) }, at);
}

interface HoldEvent {
  readonly type: 'hold.set' | 'hold.release-requested' | 'hold.released' | 'hold.expired';
  readonly at: string;
  readonly actorRef: string;
  readonly version?: number;
}

/** The entry of a hold on an individual is about them, and hidden under their own secret. */
async function entryOf({ id: tenant }: Tenant, held: string, event: HoldEvent): Promise<readonly Write[]> {
  const person = held === wholeTenant ? undefined : await findIndividual(tenant, held, []);
  const appended = person
    ? personEntry(person.keys, { ...event, object: held })
    : appendAudit({ ...event, tenant });
  return appended.writes;
}
