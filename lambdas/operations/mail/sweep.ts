import { hasCome } from '../../domain/instant.ts';
import { listing } from '../../model/key-registry.ts';
import { as, type MailRow } from '../../model/rows.ts';
import { queryPage, read } from '../../platform/dynamodb/reads.ts';
import { after } from '../../platform/runtime/clock.ts';
import { queue } from '../../stores/outbox/due-mail.ts';

/** How long the queue has for a mail before the sweeper looks, in seconds; doubled after each attempt. */
const patience = 60;
const doublingsAtMost = 12;

/**
 * Puts mails into the queue again that are overdue: their message got lost, or sending them failed.
 * @returns how many
 */
export async function sweep(at: string): Promise<number> {
  let swept = 0;
  let start: Record<string, string> | undefined;
  do {
    const page = await queryPage({
      table: 'vault',
      index: 'listing',
      pk: listing.dueMail,
      start,
      limit: 100,
    });
    const rows = await read(page.rows.map(({ pk, sk }) => ({ table: 'vault' as const, key: { pk, sk } })));
    const overdue = rows.flatMap((row) => (row && isOverdue(as<MailRow>(row), at) ? [as<MailRow>(row)] : []));
    await Promise.all(overdue.map(({ tenant, individual, id }) => queue({ tenant, individual, mail: id })));
    swept += overdue.length;
    start = page.next;
  } while (start);
  return swept;
}

/** Whether a mail should have been sent by now: it waits longer after each attempt that failed. */
function isOverdue(
  { dueAt, attempts = 0, claimedUntil }: Pick<MailRow, 'dueAt' | 'attempts' | 'claimedUntil'>,
  at: string,
): boolean {
  if (claimedUntil !== undefined && !hasCome(claimedUntil, at)) return false;
  return hasCome(after(dueAt, patience * 2 ** Math.min(attempts, doublingsAtMost)), at);
}
