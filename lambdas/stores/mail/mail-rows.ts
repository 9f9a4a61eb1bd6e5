import { type DueRow, dueMailList, type MailRow, mailRow } from '../../model/outbox-rows.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import { dueRow } from '../outbox/due-message.ts';

/** What a mail is about, and to whom it goes. */
export type MailContent = Omit<MailRow, Exclude<keyof DueRow, 'tenant' | 'individual'>>;

/** The rows of mails that are due. */
export const mailRows = { rows: mailRow, list: dueMailList, daysKept: 14 } as const;

/**
 * The write that makes a mail due in a function that may not announce it: the outbox's sweeper does, within two
 * minutes.
 */
export function unannouncedMail(mail: MailContent, at: string): Write {
  const { tenant, individual } = mail;
  const named = { tenant, individual, id: newId('mal') };
  return mailRow.put([tenant, individual, named.id], { ...mail, ...dueRow(mailRows, named, at) });
}
