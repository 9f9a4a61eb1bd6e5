import { hasCome } from '../../domain/instant.ts';
import { referenceOf } from '../../domain/sessions/session.ts';
import type { Contact, MailRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { contactSealer } from '../../stores/keys/open-contact.ts';
import { individualFrom, individualRowsOf } from '../../stores/people/individuals.ts';
import { codeFor } from './code-mail.ts';
import { drop, type Occasion, type Preparation } from './due-mail.ts';
import type { Letter } from './letter.ts';
import { linkFor, standingLinkFor } from './link-mails.ts';
import type { Recipient } from './recipient.ts';
import { mailTextsIn } from './texts/languages.ts';

/**
 * A mail to an individual, in their language, to their present address (of a change of address: to the one
 * before). Nothing goes to somebody who has been erased. No link goes out in the days after a change of address.
 */
export async function toIndividual(
  mail: MailRow & { readonly individual: string },
  occasion: Occasion,
): Promise<Preparation> {
  const { tenant, kmsKey, at } = occasion;
  const rows = await read(individualRowsOf(tenant.id, mail.individual, ['contact']));
  const held = individualFrom(tenant.id, mail.individual, ['contact'], rows);
  if (!held) return drop;
  const sealer = await contactSealer(kmsKey, held.keys);
  const reference = referenceOf(mail.consent ?? mail.request ?? mail.individual);
  const recipient: Recipient = { mail, held, occasion, reference };
  const { language, contactVersion, sealed, quietUntil } = held.row;
  const to =
    mail.sealed === undefined
      ? sealer.open<Contact>('individual', mail.individual, contactVersion, sealed).release().email
      : sealer.open<Pick<Contact, 'email'>>('mail', mail.id, 1, mail.sealed).release().email;
  const send = (letter: Letter): Preparation => ({
    kind: 'send',
    mails: [{ to, language, letter, writes: [] }],
  });
  const texts = mailTextsIn(language);
  const { helpPhone } = tenant;
  const about = { reference, helpPhone, leaf: mail.leaf };
  const addressed = { to, language };
  switch (mail.kind) {
    case 'request':
    case 'reminder':
    case 'link':
      return quietUntil !== undefined && !hasCome(quietUntil, at)
        ? { kind: 'wait', until: quietUntil }
        : linkFor(mail.kind, recipient, addressed);
    case 'code':
      return codeFor(recipient, addressed);
    case 'granted':
      return standingLinkFor(recipient, addressed);
    case 'refused':
      return send(texts.refused(about));
    case 'withdrawn':
      return send(texts.withdrawn(about));
    case 'contact-changed':
      return send(texts.contactChanged({ helpPhone }));
    default:
      return drop;
  }
}
