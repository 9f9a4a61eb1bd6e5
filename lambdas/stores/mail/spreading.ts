import { secretHash } from '../../crypto/one-time.ts';
import { type MailRow, mailRow } from '../../model/outbox-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { present } from '../../platform/dynamodb/transaction.ts';
import { commit } from '../commit/commit.ts';
import type { Due } from '../outbox/sending.ts';
import type { AdminAddressed } from './addresses.ts';
import { dueMail } from './due-mail.ts';

/** How many mails one transaction makes due. */
const atOnce = 90;

/**
 * Makes one mail due for each member, in place of the mail to all of them. Each is sent, refused and tried again by
 * itself. Their ids follow from that of the mail and of the member: where it takes several transactions and ends
 * between them, the next try makes no second mail due.
 * @returns false when another sender was faster
 */
export async function spread(
  { row, tenant }: Due<MailRow>,
  members: readonly AdminAddressed[],
  at: string,
): Promise<boolean> {
  const race = 'spread';
  const { kind, request, consent } = row;
  const mails = members.map((one) =>
    dueMail({ kind, request, consent, tenant: tenant.id, ...one }, at, idFor(row.id, one)),
  );
  const chunks = Array.from({ length: Math.max(1, Math.ceil(mails.length / atOnce)) }, (_, i) =>
    mails.slice(i * atOnce, (i + 1) * atOnce),
  );
  const written = await unlessLost(race, async () => {
    for (const [i, chunk] of chunks.entries()) {
      const guard = { if: present, else: { race } };
      const parent =
        i === chunks.length - 1 ? mailRow.remove(row, guard) : mailRow.check(row, present, { race });
      await commit({ tenant, at }, [parent], chunk);
    }
  });
  return written !== 'lost';
}

function idFor(mail: string, { member, former = '' }: AdminAddressed): string {
  return `mal_${secretHash([mail, member, former].join('\n')).slice(0, 32)}`;
}
