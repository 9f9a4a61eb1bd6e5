import { isRestoredAddress } from '../../domain/people/restored-address.ts';
import { referenceOf } from '../../domain/sessions/session.ts';
import { addresseeOf, type IndividualMail } from '../../stores/mail/addresses.ts';
import { addressCodeFor, codeFor } from './code-mail.ts';
import type { Letter } from './letter.ts';
import { erasureAskedFor, halfWayFor, linkFor, withdrawalLinkFor } from './link-mails.ts';
import { drop, type Occasion, type Preparation } from './prepared.ts';
import type { Recipient } from './recipient.ts';
import { mailTextsIn } from './texts/languages.ts';

/**
 * A mail to an individual, in their language, to their present address; the mail about a change of address goes to
 * the former one, the code for a new address to that. It is dropped when the individual has been erased, and when a
 * restore has brought back an address that is not their last.
 */
export async function toIndividual(mail: IndividualMail, occasion: Occasion): Promise<Preparation> {
  const { tenant, kmsKey } = occasion;
  const addressee = await addresseeOf(mail, tenant, kmsKey);
  if (!addressee) return drop;
  const { keyed, to } = addressee;
  // Their last address is lost; the one before may be somebody else's mailbox by now.
  if (mail.sealed === undefined && isRestoredAddress(keyed.row)) return drop;
  const reference = referenceOf(mail.consent ?? mail.request ?? mail.individual);
  const recipient: Recipient = { mail, keyed, occasion, reference };
  const { language } = keyed.row;
  const addressVersion = mail.sealed === undefined ? keyed.row.addressVersion : undefined;
  const texts = mailTextsIn(language);
  const addressed = { sender: tenant.profile?.sender ?? texts.sender, to, language, addressVersion };
  const send = (letter: Letter): Preparation => ({
    kind: 'send',
    mail: { ...addressed, letter, writes: [] },
  });
  const { helpPhone } = tenant;
  const about = { reference, helpPhone, ...tenant.profile, leaf: mail.leaf };
  switch (mail.kind) {
    case 'request':
    case 'reminder':
    case 'link':
      return linkFor(mail.kind, recipient, addressed);
    case 'half-way':
      return halfWayFor(recipient, addressed);
    case 'code':
      return codeFor(recipient, addressed);
    case 'address-code':
      return addressCodeFor(recipient, addressed);
    case 'granted':
      return withdrawalLinkFor(recipient, addressed);
    case 'refused':
      return send(texts.refused(about));
    case 'withdrawn':
      return send(texts.withdrawn(about));
    case 'erasure-asked':
      return erasureAskedFor(recipient, addressed);
    case 'erasure-undone':
      return send(texts.erasureUndone(about));
    case 'contact-changed':
      return send(texts.contactChanged({ helpPhone }));
    default:
      return drop;
  }
}
