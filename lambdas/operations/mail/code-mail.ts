import { isPast } from '../../domain/instant.ts';
import { codeSeconds } from '../../domain/sessions/session.ts';
import { after } from '../../platform/runtime/clock.ts';
import { mintCode, sessionOf } from '../../stores/mail/session-codes.ts';
import { drop, type Preparation, type Prepared } from './prepared.ts';
import type { Recipient } from './recipient.ts';
import { mailTextsIn } from './texts/languages.ts';

/**
 * The mail with the code of a session. It is dropped when the session has ended or is confirmed, or when a newer code
 * was made after this one was requested: two mails with different codes would confuse.
 */
export async function codeFor(
  { mail, keyed, occasion, reference }: Recipient,
  addressed: Pick<Prepared, 'to' | 'language'>,
): Promise<Preparation> {
  const { tenant, at } = occasion;
  if (mail.session === undefined) return drop;
  const session = await sessionOf(tenant.id, mail.individual, mail.session);
  if (!session) return drop;
  const newer =
    session.code && session.code.mail !== mail.id && session.code.endsAt > after(mail.dueAt, codeSeconds);
  if (session.level !== 'link' || isPast(session.endsAt, at) || newer) return drop;
  const minted = mintCode(tenant, keyed, session, { session: mail.session, mail: mail.id }, at);
  const { code, writes } = minted;
  const letter = mailTextsIn(addressed.language).code({ code, reference, helpPhone: tenant.helpPhone });
  return { kind: 'send', mail: { ...addressed, letter, writes } };
}
