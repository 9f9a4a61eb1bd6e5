import { requestStateUnder } from '../../domain/consents/consent.ts';
import { isPast } from '../../domain/instant.ts';
import { goesOutAt, halfWay, leavesTime } from '../../domain/requests/messages.ts';
import { freshLinkSeconds } from '../../domain/sessions/session.ts';
import { dayIn, lastDayIn, timeIn } from '../../domain/wording/plain.ts';
import { after } from '../../platform/runtime/clock.ts';
import { sealedDelivery } from '../../stores/erasure/individual-delivery.ts';
import { mintLink } from '../../stores/mail/links.ts';
import { countMessage, messageGround, remindedByItself } from '../../stores/mail/messages.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { erasureOf, saltOf } from '../../stores/people/known-erasure.ts';
import { drop, type Preparation, type Prepared } from './prepared.ts';
import type { Recipient } from './recipient.ts';
import { mailTextsIn } from './texts/languages.ts';

const hour = 60 * 60;

type Addressed = Omit<Prepared, 'letter' | 'writes'>;

/**
 * A mail with a link to a request; the link lasts as long as the request. For a request that is not open any more the
 * mail is dropped, but a fresh link is still sent: it leads to the individual's own data, for a day.
 *
 * No link is sent in the 72 hours after a change of address, and at most three messages about requests a day: others
 * wait, and so do those for somebody whose data are locked. The message of a request that could only go out less than
 * 72 hours before the lapse is dropped.
 */
export async function linkFor(
  kind: 'request' | 'reminder' | 'link',
  { mail, keyed, occasion, reference }: Recipient,
  addressed: Addressed,
): Promise<Preparation> {
  const { tenant, at } = occasion;
  const { request, limits } = await messageGround(tenant.id, mail.individual, mail.request);
  const open = request && requestStateUnder(tenant, request, at) === 'pending' ? request : undefined;
  if (!open && (kind !== 'link' || isSetLater(keyed.row))) return drop;
  const isOfAsker = kind !== 'link';
  const goesOut = goesOutAt(isOfAsker ? (limits?.messages ?? []) : [], mail.id, keyed.row.quietUntil, at);
  if (kind === 'request' && open && !leavesTime(goesOut, open.lapsesAt)) return drop;
  // Nobody asks while the data are locked; whoever wants to unlock them still gets their link.
  if (isOfAsker && keyed.row.state !== 'active') return { kind: 'wait', until: after(at, hour) };
  if (goesOut !== at) return { kind: 'wait', until: goesOut };
  const endsAt = open?.lapsesAt ?? after(at, freshLinkSeconds);
  const { link, writes } = mintLink(
    tenant,
    keyed,
    { kind: 'request', ...(mail.request !== undefined && { request: mail.request }), endsAt },
    at,
  );
  const texts = mailTextsIn(addressed.language);
  const about = { link, reference, helpPhone: tenant.helpPhone, ...tenant.profile };
  const answerBy = lastDayIn(endsAt, addressed.language, tenant.timeZone);
  const letter = kind === 'link' ? texts.link(about) : texts[kind]({ ...about, answerBy });
  const count = isOfAsker ? [countMessage([tenant.id, mail.individual], limits, mail.id, at)] : [];
  const remindsAt = kind === 'request' && open && { remindsAt: halfWay(at, open.lapsesAt) };
  return { kind: 'send', mail: { ...addressed, letter, writes: [...writes, ...count], ...remindsAt } };
}

/**
 * The reminder that goes out by itself, once, half-way to the lapse. It is noted as sent also when it is dropped since
 * the individual has provisionally declined: the requester, who can call for one reminder, does not learn of that.
 */
export async function halfWayFor(recipient: Recipient, addressed: Addressed): Promise<Preparation> {
  const { mail, keyed, occasion } = recipient;
  const { tenant, at } = occasion;
  const { request } = await messageGround(tenant.id, mail.individual, mail.request);
  if (!request || request.remindedAt !== undefined || keyed.row.state !== 'active') return drop;
  if (requestStateUnder(tenant, request, at) !== 'pending' || request.undelivered !== undefined) return drop;
  const reminded = remindedByItself(tenant.id, request, keyed.keys, at);
  if (request.provisional !== undefined)
    return { kind: 'drop', writes: [fenceOf(tenant.id, keyed.row), ...reminded] };
  const prepared = await linkFor('reminder', recipient, addressed);
  if (prepared.kind !== 'send') return prepared;
  return { kind: 'send', mail: { ...prepared.mail, writes: [...prepared.mail.writes, ...reminded] } };
}

/** The receipt of a grant, with the withdrawal link, which can only end it. */
export async function withdrawalLinkFor(
  { mail, keyed, occasion, reference }: Recipient,
  addressed: Addressed,
): Promise<Preparation> {
  const { tenant, at } = occasion;
  const { consent, linkEndsAt } = mail;
  if (consent === undefined || linkEndsAt === undefined || isPast(linkEndsAt, at)) return drop;
  const { link, writes } = mintLink(tenant, keyed, { kind: 'standing', consent, endsAt: linkEndsAt }, at);
  const letter = mailTextsIn(addressed.language).granted({
    link,
    reference,
    helpPhone: tenant.helpPhone,
    ...tenant.profile,
    leaf: mail.leaf,
  });
  return { kind: 'send', mail: { ...addressed, letter, writes } };
}

/**
 * That an individual's data are to be erased, with a link to undo it. Where the attestation will be told is sealed
 * before it is sent.
 */
export async function erasureAskedFor(
  { mail, keyed, occasion, reference }: Recipient,
  addressed: Addressed,
): Promise<Preparation> {
  const { tenant, at } = occasion;
  const erasure = await erasureOf(tenant.id, mail.individual);
  if (erasure?.state !== 'waiting' || isPast(erasure.dueAt, at)) return drop;
  const { language, to: email } = addressed;
  const delivery = { email, language, salt: saltOf(keyed, erasure) };
  const [waits, sealed] = await sealedDelivery(tenant.id, erasure, delivery, at);
  const minted = isSetLater(keyed.row)
    ? undefined
    : mintLink(tenant, keyed, { kind: 'request', endsAt: erasure.dueAt }, at);
  const letter = mailTextsIn(language).erasureAsked({
    link: minted?.link,
    until: `${dayIn(erasure.dueAt, language, tenant.timeZone)}, ${timeIn(erasure.dueAt, language, tenant.timeZone)}`,
    reference,
    helpPhone: tenant.helpPhone,
    ...tenant.profile,
  });
  return { kind: 'send', mail: { ...addressed, letter, writes: [waits, sealed, ...(minted?.writes ?? [])] } };
}

/**
 * Whether the tenant set the present address after enrolment, and nobody has confirmed a session with it: who reads
 * its mail may decide on a request, and gets no link to what is stored without one.
 */
function isSetLater({ addressVersion, confirmedAddress }: Recipient['keyed']['row']): boolean {
  return addressVersion > 1 && addressVersion !== confirmedAddress;
}
