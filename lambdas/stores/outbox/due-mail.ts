import { dueMailList, duePlace, type MailRow, mailRow } from '../../model/outbox-rows.ts';
import { sendMessage } from '../../platform/aws/sqs.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { newId } from '../../platform/runtime/random.ts';
import type { Message } from '../commit/commit.ts';

const daysKept = 14;

/** What names a due mail, in the queue and to the notifier. Ids only. */
export interface MailNamed {
  readonly tenant: string;
  readonly individual?: string | undefined;
  readonly mail: string;
}

/**
 * Asks for a fresh link, before anybody knows whether there is someone to send it to: by an older link, or by the
 * keyed hash of an address.
 */
export interface LinkAskedFor {
  readonly tenant: string;
  readonly link?: { readonly individual: string; readonly hash: string } | undefined;
  readonly address?: string | undefined;
}

/** A mail to be sent, as the message that a change causes. */
export interface DueMail extends Message {
  readonly named: MailNamed;
}

/** Makes a mail due: give it to the `commit` of the change that causes it. */
export function dueMail(
  mail: Omit<MailRow, 'id' | 'dueAt' | 'expiresAt'>,
  at: string,
  id = newId('mal'),
): DueMail {
  const { tenant, individual } = mail;
  const row: MailRow = {
    ...mail,
    id,
    dueAt: at,
    expiresAt: epochSeconds(after(at, daysKept * 24 * 60 * 60)),
    listPk: dueMailList,
    listSk: duePlace(tenant, at, id),
  };
  const named = { tenant, individual, mail: id };
  return { named, write: mailRow.put([tenant, individual, id], row), announce: () => queue(named) };
}

/**
 * Tells the notifier of due mail, after the transaction. What gets lost here the sweeper finds by its row, so
 * this never fails the operation that has already happened.
 */
export async function announce(...mails: readonly DueMail[]): Promise<void> {
  await Promise.allSettled(mails.map((mail) => queue(mail.named)));
}

/** Puts one message into the mail queue. */
export function queue(message: MailNamed | LinkAskedFor): Promise<void> {
  return sendMessage(environment('MAIL_QUEUE'), message);
}
