import type { DueMail } from '../mail/due-mail.ts';

export { dueMail } from '../mail/due-mail.ts';

/** Announces mails whose rows were written by a transaction of one's own. Goes with the last such transaction. */
export async function announce(...mails: readonly DueMail[]): Promise<void> {
  await Promise.allSettled(mails.map((mail) => mail.announce()));
}
