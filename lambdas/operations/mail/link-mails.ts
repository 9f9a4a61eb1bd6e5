import { requestStateAt } from '../../domain/consents/consent.ts';
import { hasCome } from '../../domain/instant.ts';
import { endedLinkSeconds, freshLinkSeconds } from '../../domain/sessions/session.ts';
import { dayIn } from '../../domain/wording/plain.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type LinkRow, type RequestRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { newSecret } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { rowHash } from '../../stores/sessions/secret-hashes.ts';
import { drop, type Preparation, type Prepared } from './due-mail.ts';
import type { Recipient } from './recipient.ts';
import { mailTextsIn } from './texts/languages.ts';

type Addressed = Pick<Prepared, 'to' | 'language'>;

/**
 * A mail with a link to a request: it lives as long as the request. A request that is not open any more needs no
 * mail; a fresh link still leads to what its owner may see, for a day.
 */
export async function linkFor(
  kind: 'request' | 'reminder' | 'link',
  recipient: Recipient,
  addressed: Addressed,
): Promise<Preparation> {
  const { mail, occasion, reference } = recipient;
  const { tenant, at } = occasion;
  const request = await requestOf(recipient);
  const open = request && requestStateAt(request, at) === 'pending' ? request : undefined;
  if (!open && kind !== 'link') return drop;
  const endsAt = open?.lapsesAt ?? after(at, freshLinkSeconds);
  const { link, writes } = mint(recipient, {
    kind: 'request',
    ...(mail.request !== undefined && { request: mail.request }),
    endsAt,
  });
  const texts = mailTextsIn(addressed.language);
  const about = { link, reference, helpPhone: tenant.helpPhone };
  const answerBy = dayIn(endsAt, addressed.language, tenant.timeZone);
  const letter = kind === 'link' ? texts.link(about) : texts[kind]({ ...about, answerBy });
  return { kind: 'send', mails: [{ ...addressed, letter, writes }] };
}

/** The receipt of a grant, with the link that can only end it. */
export async function standingLinkFor(recipient: Recipient, addressed: Addressed): Promise<Preparation> {
  const { mail, occasion, reference } = recipient;
  const { tenant, at } = occasion;
  if (mail.consent === undefined || mail.linkEndsAt === undefined || hasCome(mail.linkEndsAt, at))
    return drop;
  const { link, writes } = mint(recipient, {
    kind: 'standing',
    consent: mail.consent,
    endsAt: mail.linkEndsAt,
  });
  const letter = mailTextsIn(addressed.language).granted({
    link,
    reference,
    helpPhone: tenant.helpPhone,
    leaf: mail.leaf,
  });
  return { kind: 'send', mails: [{ ...addressed, letter, writes }] };
}

async function requestOf({ mail, occasion }: Recipient): Promise<RequestRow | undefined> {
  if (mail.request === undefined) return undefined;
  const key = vaultKey.request(occasion.tenant.id, mail.individual, mail.request);
  const [row] = await read([{ table: 'vault', key }]);
  return row && as<RequestRow>(row);
}

/** A new link: its secret goes into the mail, its hash and its audit entry are stored before that. */
function mint(
  { held, occasion }: Recipient,
  row: Omit<LinkRow, 'expiresAt'>,
): { readonly link: string; readonly writes: readonly Write[] } {
  const { tenant, at } = occasion;
  const { id } = held.row;
  const { auditRef } = held.keys;
  const secret = newSecret();
  const stored: LinkRow = { ...row, expiresAt: epochSeconds(after(row.endsAt, endedLinkSeconds)) };
  const { writes } = appendAudit({
    type: 'link.sent',
    at,
    tenant: tenant.id,
    actorRef: 'system',
    individualRef: auditRef,
    object: { id: row.request ?? row.consent ?? id, under: auditRef },
  });
  return {
    link: `${environment('BASE_URL')}/#${tenant.id}.${id}.${secret}`,
    writes: [
      fenceOf(tenant.id, held.row),
      { table: 'vault', put: { ...vaultKey.link(tenant.id, id, rowHash(secret)), ...stored }, if: absent },
      ...writes,
    ],
  };
}
