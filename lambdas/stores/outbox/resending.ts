import { isPast } from '../../domain/instant.ts';
import { takesMail, takesMemberMail } from '../../domain/tenants/tenancy.ts';
import type { DueRow } from '../../model/outbox-rows.ts';
import type { Stored } from '../../model/row.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { queryPage, read } from '../../platform/dynamodb/reads.ts';
import { present } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { commit, unlessLost } from '../commit/commit.ts';
import { tenantOf } from '../tenants/tenants.ts';
import type { Channel } from './channel.ts';
import type { Due } from './sending.ts';

/**
 * Seconds that the sender has for a message before it is announced again; doubled with each attempt, and with each
 * announcement: a message that waits in the queue behind many others is not put there again every minute.
 */
const patience = 60;
const doublingsAtMost = 12;

/**
 * The outbox's sweeper: announces again the messages of a channel that are overdue, because their announcement got
 * lost or sending them failed. Messages of a tenant that is being purged are left to the purge.
 * @returns how many were announced
 */
export async function resendOverdue(channel: Channel, at: string): Promise<number> {
  const { rows: kind, list } = channel;
  let swept = 0;
  let start: Record<string, string> | undefined;
  do {
    const page = await queryPage({ table: kind.table, index: 'listing', pk: list, start, limit: 100 });
    // The instant stands in the place of a row: one that waits for days is not read every minute.
    const due = page.rows.filter(({ listSk }) => isPast(String(listSk).split('#')[1] ?? '', at));
    const rows = await read(due.map(({ pk, sk }) => ({ table: kind.table, key: { pk, sk } })));
    const overdue = rows.flatMap((row) => kind.from(row) ?? []).filter((row) => isOverdue(row, at));
    const announced = await Promise.all(
      (await withTenants(overdue)).map((due) => announce(channel, due, at)),
    );
    swept += announced.filter(Boolean).length;
    start = page.next;
  } while (start);
  return swept;
}

/** Whether a message should have been sent by now. */
function isOverdue({ dueAt, attempts = 0, announced = 0, claimedUntil }: DueRow, at: string): boolean {
  if (claimedUntil !== undefined && !isPast(claimedUntil, at)) return false;
  const doublings = Math.min(Math.max(attempts, announced), doublingsAtMost);
  return isPast(after(dueAt, patience * 2 ** doublings), at);
}

/** Messages with their tenants; those whose tenant is gone are left out. */
async function withTenants(rows: readonly Stored<DueRow>[]): Promise<Due[]> {
  const tenants = await read(rows.map(({ tenant }) => tenantRow.at(tenant)));
  return rows.flatMap((row, i) => {
    const tenant = tenants[i];
    return tenant ? [{ row, tenant: tenantOf(tenant) }] : [];
  });
}

/** Announces a message and notes it. Returns whether it did: not when it was sent meanwhile, or may not be sent. */
async function announce(channel: Channel, { row, tenant }: Due, at: string): Promise<boolean> {
  const taken = row.individual === undefined ? takesMemberMail : takesMail;
  if (!taken(tenant, at)) return false;
  const race = 'sent';
  const set = { announced: (row.announced ?? 0) + 1 };
  const noted = channel.rows.update(row, { set }, { if: present, else: { race } });
  if ((await unlessLost(race, () => commit({ tenant, at }, [noted]))) === 'lost') return false;
  await channel.announce({ tenant: row.tenant, individual: row.individual, id: row.id });
  return true;
}
