import { isPast } from '../../domain/instant.ts';
import type { DueRow } from '../../model/outbox-rows.ts';
import { queryPage, read } from '../../platform/dynamodb/reads.ts';
import { after } from '../../platform/runtime/clock.ts';
import type { Channel } from './channel.ts';

/** Seconds that the sender has for a message before it is announced again; doubled after each attempt. */
const patience = 60;
const doublingsAtMost = 12;

/**
 * The outbox's sweeper: announces again the messages of a channel that are overdue, because their announcement got
 * lost or sending them failed.
 * @returns how many were announced
 */
export async function resendOverdue(channel: Channel, at: string): Promise<number> {
  const { rows: kind, list } = channel;
  let swept = 0;
  let start: Record<string, string> | undefined;
  do {
    const page = await queryPage({ table: kind.table, index: 'listing', pk: list, start, limit: 100 });
    const rows = await read(page.rows.map(({ pk, sk }) => ({ table: kind.table, key: { pk, sk } })));
    const overdue = rows.flatMap((row) => kind.from(row) ?? []).filter((row) => isOverdue(row, at));
    await Promise.all(
      overdue.map(({ tenant, individual, id }) => channel.announce({ tenant, individual, id })),
    );
    swept += overdue.length;
    start = page.next;
  } while (start);
  return swept;
}

/** Whether a message should have been sent by now: it waits longer after each attempt that failed. */
function isOverdue({ dueAt, attempts = 0, claimedUntil }: DueRow, at: string): boolean {
  if (claimedUntil !== undefined && !isPast(claimedUntil, at)) return false;
  return isPast(after(dueAt, patience * 2 ** Math.min(attempts, doublingsAtMost)), at);
}
