import { isPast } from '../../domain/instant.ts';
import { codeSeconds } from '../../domain/sessions/session.ts';
import { timeIn } from '../../domain/wording/plain.ts';
import { after } from '../../platform/runtime/clock.ts';
import { mintAddressCode, mintCode, sessionIn, sessionOf } from '../../stores/mail/link-codes.ts';
import { drop, type Preparation, type Prepared } from './prepared.ts';
import type { Recipient } from './recipient.ts';
import { mailTextsIn } from './texts/languages.ts';

/**
 * The mail with a code for a link. It is dropped when the session that requested it has ended or is confirmed, when
 * the address is another one by now, or when a newer code was made after this one was requested: two mails with
 * different codes would confuse.
 */
export async function codeFor(
  { mail, keyed, occasion, reference }: Recipient,
  addressed: Omit<Prepared, 'letter' | 'writes'>,
): Promise<Preparation> {
  const { tenant, at } = occasion;
  if (mail.session === undefined || mail.link === undefined) return drop;
  const hashes = { session: mail.session, link: mail.link };
  const found = await sessionOf(tenant.id, mail.individual, hashes);
  if (!found) return drop;
  const { session, link } = found;
  const newer = link.code && link.code.mail !== mail.id && link.code.endsAt > after(mail.dueAt, codeSeconds);
  const moved = link.addressVersion !== keyed.row.addressVersion;
  if (session.level !== 'link' || isPast(session.endsAt, at) || link.lockedAt !== undefined || newer || moved)
    return drop;
  const { code, writes } = mintCode(tenant, keyed, link, { hash: mail.link, mail: mail.id }, at);
  const { language } = addressed;
  const time = timeIn(at, language, tenant.timeZone);
  const letter = mailTextsIn(language).code({
    code,
    time,
    reference,
    helpPhone: tenant.helpPhone,
    ...tenant.profile,
  });
  return { kind: 'send', mail: { ...addressed, letter, writes } };
}

/**
 * The mail with a code for a new address. It is dropped when the session that requested it has ended, or waits for
 * another address by now.
 */
export async function addressCodeFor(
  { mail, keyed, occasion: { tenant, at } }: Recipient,
  addressed: Omit<Prepared, 'letter' | 'writes'>,
): Promise<Preparation> {
  const session = await sessionIn(tenant.id, mail.individual, mail.session ?? '');
  const { newAddress } = session ?? {};
  if (!session || newAddress?.mail !== mail.id || isPast(session.endsAt, at)) return drop;
  if (session.addressVersion !== keyed.row.addressVersion) return drop;
  const { code, writes } = mintAddressCode(tenant, keyed, { ...session, newAddress }, at);
  const { language } = addressed;
  const time = timeIn(at, language, tenant.timeZone);
  const letter = mailTextsIn(language).addressCode({ code, time, helpPhone: tenant.helpPhone });
  return { kind: 'send', mail: { ...addressed, letter, writes } };
}
