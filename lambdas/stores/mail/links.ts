import { secretHash } from '../../crypto/one-time.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { endedLinkSeconds } from '../../domain/sessions/session.ts';
import type { MailRow } from '../../model/outbox-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { requestRow } from '../../model/request-rows.ts';
import { type LinkRow, linkRow } from '../../model/session-rows.ts';
import { absent, equals, unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { newSecret } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit, unlessLost } from '../commit/commit.ts';
import type { Due, WrittenBefore } from '../outbox/sending.ts';
import { fenceOf, type KeyedIndividual } from '../people/individuals.ts';
import { tokenText } from '../sessions/session-token.ts';

/** A link for a mail, and the writes that store it before the mail is sent. */
export interface MintedLink {
  readonly link: string;
  readonly writes: WrittenBefore;
}

/** Makes a new link: its secret goes into the mail; its hash and audit entry are stored before the mail is sent. */
export function mintLink(
  { id: tenant }: Pick<Tenant, 'id'>,
  { row, keys }: KeyedIndividual<never>,
  link: Omit<LinkRow, 'expiresAt' | 'addressVersion'>,
  at: string,
): MintedLink {
  const secret = newSecret();
  const stored: LinkRow = {
    ...link,
    addressVersion: row.addressVersion,
    expiresAt: epochSeconds(after(link.endsAt, endedLinkSeconds)),
  };
  const { writes } = personEntry(keys, {
    type: 'link.sent',
    at,
    actorRef: 'system',
    object: link.request ?? link.consent ?? row.id,
  });
  return {
    link: `${environment('BASE_URL')}/#${tokenText({ tenant, individual: row.id, secret })}`,
    writes: [
      row.messagedAt === undefined ? messaged(row, at) : fenceOf(tenant, row),
      linkRow.put([tenant, row.id, secretHash(secret)], stored, { if: absent }),
      ...writes,
    ],
  };
}

/** Notes that a first link was mailed: from then on nobody corrects the address alone. */
function messaged(row: KeyedIndividual<never>['row'], at: string): Write {
  return individualRow.update(
    row,
    { set: { messagedAt: at } },
    { if: equals({ gate: row.gate }), else: 'conflict' },
  );
}

/** Notes with a request that the mail service has taken a message about it: only then can silence be an answer. */
export async function markTold({ row: mail, tenant }: Due<MailRow>, at: string): Promise<void> {
  const { kind, individual, request } = mail;
  if (individual === undefined || request === undefined || !['request', 'reminder', 'link'].includes(kind))
    return;
  const race = 'told';
  const told = requestRow.update(
    [tenant.id, individual, request],
    { set: { sentAt: at } },
    { if: unchanged({ sentAt: undefined }), else: { race } },
  );
  await unlessLost(race, () => commit({ tenant, at }, [told]));
}
