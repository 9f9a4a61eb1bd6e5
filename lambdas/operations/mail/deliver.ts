import { takesMail, takesMemberMail } from '../../domain/tenants/tenancy.ts';
import type { MailRow } from '../../model/outbox-rows.ts';
import { halfWayReminder } from '../../stores/mail/due-mail.ts';
import { markTold } from '../../stores/mail/links.ts';
import { type MailNamed, mailChannel } from '../../stores/mail/mail-channel.ts';
import { sendMail } from '../../stores/mail/sender.ts';
import { spread } from '../../stores/mail/spreading.ts';
import { claim, type Due, finish, giveUp, postpone, readDue } from '../../stores/outbox/sending.ts';
import { set } from './letter.ts';
import type { Preparation } from './prepared.ts';
import { toAdmins } from './to-admins.ts';
import { toIndividual } from './to-individual.ts';

/** What happened to a due mail. */
type Delivery = 'sent' | 'spread' | 'dropped' | 'waiting' | 'taken' | 'gone' | 'closed';

/**
 * Sends a due mail and deletes its row. A mail to several members becomes one for each of them, so that nobody's
 * address decides whether another hears of it. Its link or code is stored before it is sent: a crash after sending
 * causes a second mail with another link, never none. The sender's claim lasts a minute, so that a message received
 * twice is sent once.
 * @throws the error of the mail service; the queue tries again, then moves the message to the dead-letter queue
 */
export async function deliver({ tenant, individual, mail }: MailNamed, at: string): Promise<Delivery> {
  const due = await readDue(mailChannel, { tenant, individual, id: mail });
  if (!due) return 'gone';
  const preparation = await prepare(due, at);
  if (preparation === 'closed') return 'closed';
  if (preparation.kind === 'drop') {
    await finish(mailChannel, due, at, preparation.writes);
    return 'dropped';
  }
  if (preparation.kind === 'wait') {
    await postpone(mailChannel, due, preparation.until, at);
    return 'waiting';
  }
  if (preparation.kind === 'spread') return (await spread(due, preparation.members, at)) ? 'spread' : 'taken';
  const { sender, to, letter, language, writes, addressVersion, remindsAt } = preparation.mail;
  if (!(await claim(mailChannel, due, at, writes))) return 'taken';
  try {
    await sendMail(sender, { to, ...set(letter, language), about: idsOf(due.row, addressVersion) });
  } catch (error) {
    await giveUp(mailChannel, due, at);
    throw error;
  }
  await markTold(due, at);
  await finish(mailChannel, due, at, remindsAt === undefined ? [] : [halfWayReminder(due.row, remindsAt)]);
  return 'sent';
}

/** By what a mail is known again when it comes back. */
function idsOf({ id, tenant, individual, request, member }: MailRow, addressVersion: number | undefined) {
  const ids = { mail: id, tenant, individual, request, member, address: addressVersion?.toString() };
  return Object.fromEntries(Object.entries(ids).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

async function prepare({ row: mail, tenant }: Due<MailRow>, at: string): Promise<Preparation | 'closed'> {
  const { kmsKey } = tenant;
  const taken = mail.individual === undefined ? takesMemberMail : takesMail;
  if (!taken(tenant, at) || kmsKey === undefined) return 'closed';
  const occasion = { tenant, kmsKey, at };
  return mail.individual === undefined
    ? toAdmins(mail, occasion)
    : toIndividual({ ...mail, individual: mail.individual }, occasion);
}
