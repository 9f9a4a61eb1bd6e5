import type { Tenant } from '../../domain/members/authority.ts';
import { type DueRow, duePlace } from '../../model/outbox-rows.ts';
import type { Stored } from '../../model/row.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { type Condition, present, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { commit } from '../commit/commit.ts';
import { tenantOf } from '../tenants/tenants.ts';
import { type Channel, expiryOf, type Named } from './channel.ts';

/** Seconds for which a sender's claim on a message lasts. */
const claimSeconds = 60;

/** What a write before a message throws to leave it to another sender, or to a later attempt. */
export const claimLost = { race: 'claim' } as const;

/** A message that is due, and its tenant, as read together. */
export interface Due<R extends DueRow = DueRow> {
  readonly row: Stored<R>;
  readonly tenant: Tenant;
}

/** What has to be written before a message is sent; committed together with the claim. */
export type WrittenBefore = readonly Write[];

/** Reads a due message, in one round trip; undefined when it was sent already, or its tenant is gone. */
export async function readDue<R extends DueRow>(
  channel: Channel<R>,
  { tenant, individual, id }: Named,
): Promise<Due<R> | undefined> {
  const found = await readNamed({
    row: channel.rows.at(tenant, individual, id),
    tenant: tenantRow.at(tenant),
  });
  if (!found.row || !found.tenant) return undefined;
  return { row: channel.rows.from(found.row), tenant: tenantOf(found.tenant) };
}

/**
 * Claims a message for its sender for a minute and counts the attempt, so that a message announced twice is sent
 * once.
 * @returns false when another sender has claimed it; nothing was written then
 * @throws Problem, LostRace of the writes committed with the claim
 */
export async function claim(
  channel: Channel,
  { row, tenant }: Due,
  at: string,
  before: WrittenBefore,
): Promise<boolean> {
  const claimed = channel.rows.update(
    row,
    { set: { claimedUntil: after(at, claimSeconds) }, add: { attempts: 1 } },
    { if: unclaimed(at), else: claimLost },
  );
  const written = await unlessLost(claimLost.race, () => commit({ tenant, at }, [claimed, ...before]));
  return written !== 'lost';
}

function unclaimed(at: string): Condition {
  return {
    expression: 'attribute_exists(pk) AND (attribute_not_exists(#c) OR #c <= :now)',
    names: { '#c': 'claimedUntil' },
    values: { ':now': at },
  };
}

/** Releases the claim on a message that could not be sent, so that the next attempt need not wait. Never fails. */
export async function giveUp(channel: Channel, { row, tenant }: Due, at: string): Promise<void> {
  const freed = channel.rows.update(row, { unset: ['claimedUntil'] }, { if: present });
  await commit({ tenant, at }, [freed]).catch(() => undefined);
}

/**
 * Postpones a message until an instant, also in the list of the outbox's sweeper. It waits for as long as it takes:
 * it is announced soon after that instant, however often it was before, and kept as long as a new one.
 */
export async function postpone(channel: Channel, due: Due, until: string, at: string): Promise<void> {
  const { row, tenant } = due;
  const later = {
    dueAt: until,
    listSk: duePlace(tenant.id, until, row.id),
    expiresAt: expiryOf(channel, until),
  };
  const change = { set: later, unset: ['announced' as const] };
  await commit({ tenant, at }, [channel.rows.update(row, change, { if: present })]);
}

/** Deletes the row of a message that was sent or is not needed any more, together with writes that follow from that. */
export async function finish(
  channel: Channel,
  { row, tenant }: Due,
  at: string,
  also: readonly Write[] = [],
): Promise<void> {
  await commit({ tenant, at }, [channel.rows.remove(row), ...also]);
}
