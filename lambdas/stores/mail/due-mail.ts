import type { Write } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import type { Message } from '../commit/commit.ts';
import { dueMessage } from '../outbox/due-message.ts';
import { inQueue, type MailNamed, mailChannel } from './mail-channel.ts';
import type { MailContent } from './mail-rows.ts';

/** A mail to be sent, as the message that a change causes. */
export interface DueMail extends Message {
  readonly named: MailNamed;
}

/** Makes a mail due: give it to the `commit` of the change that causes it. */
export function dueMail(mail: MailContent, at: string, id = newId('mal')): DueMail {
  const { tenant, individual } = mail;
  const named = { tenant, individual, id };
  const message = dueMessage(mailChannel, named, at, (due) => ({ ...mail, ...due }));
  return { ...message, named: inQueue(named) };
}

/** The write of the reminder of a request, which the outbox's sweeper announces when it is due. */
export function halfWayReminder({ tenant, individual, request }: MailContent, at: string): Write {
  return dueMail({ kind: 'half-way', tenant, individual, request }, at).write;
}
