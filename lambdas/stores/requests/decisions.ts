import type { Consent } from '../../domain/consents/consent.ts';
import { blocking, settled } from '../../domain/requests/asking.ts';
import type { NamedItem } from '../../domain/requests/request.ts';
import {
  type DecisionContent,
  decisionContent,
  requestRow,
  shownContent,
  shownRow,
} from '../../model/request-rows.ts';
import { linkRow } from '../../model/session-rows.ts';
import { absent, equals, unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import type { Appended } from '../audit/entries.ts';
import { commit } from '../commit/commit.ts';
import type { OpenConsent } from '../consents/consents.ts';
import { newConsent, roomFor } from '../consents/new-consent.ts';
import { dueMail } from '../mail/due-mail.ts';
import { fenceOf } from '../people/individuals.ts';
import { changeAsking } from './asking.ts';
import type { Deciding, Seen } from './deciding.ts';

/**
 * Grants a request. One transaction writes the consent (and sets an old one aside when there are many), ends the
 * request, uses up the link, blocks what was left out, and writes the audit entry and the mail.
 * @throws LostRace `race` when something that the decision is based on has changed since it was read
 * @throws Problem `link-used`
 */
export async function grantRequest(
  deciding: Deciding,
  {
    consent,
    earlier,
    seen,
    audit,
    leftOut,
  }: {
    readonly consent: Consent;
    /** The consents to the same purpose that the gate looks at. */
    readonly earlier: readonly OpenConsent[];
    readonly seen: Seen;
    readonly audit: Appended;
    readonly leftOut: readonly NamedItem[];
  },
): Promise<void> {
  const { request, at, race } = deciding;
  const { tenant, keyed } = request.person;
  const mail = dueMail(
    {
      kind: 'granted',
      tenant: tenant.id,
      individual: keyed.row.id,
      request: request.row.id,
      consent: consent.id,
      linkEndsAt: after(consent.until, 0),
      leaf: audit.leaf,
    },
    at,
  );
  await commit(
    { tenant, at },
    [
      ...endRequest(deciding, audit, { state: 'granted', consent: consent.id }, seen, false),
      ...roomFor(earlier, at, race),
      ...newConsent(tenant.id, consent, request.sealer),
      ...answered(deciding, leftOut),
      ...audit.writes,
    ],
    [mail],
  );
}

/**
 * Refuses a request. One transaction ends the request, uses up the link, blocks everything that was requested, and
 * writes the audit entry and the mail.
 * @param reasonDisclosed whether the requester may learn that it was a refusal.
 * @throws LostRace `race` when something that the decision is based on has changed since it was read
 * @throws Problem `link-used`
 */
export async function refuseRequest(
  deciding: Deciding,
  {
    seen,
    audit,
    reasonDisclosed,
  }: {
    readonly seen: Seen;
    readonly audit: Appended;
    readonly reasonDisclosed: boolean;
  },
): Promise<void> {
  const { request, session, at } = deciding;
  const { tenant } = request.person;
  const { individual } = session;
  const { leaf } = audit;
  const mail = dueMail({ kind: 'refused', tenant: tenant.id, individual, request: request.row.id, leaf }, at);
  await commit(
    { tenant, at },
    [
      ...endRequest(deciding, audit, { state: 'refused' }, seen, reasonDisclosed),
      ...answered(deciding, request.content.items),
      ...audit.writes,
    ],
    [mail],
  );
}

/** The fence of the individual, and the write that ends the open request of its place and blocks these items. */
function answered({ request, asking, at, race }: Deciding, items: readonly NamedItem[]): Write[] {
  const { tenant, keyed } = request.person;
  const now = blocking(settled(asking.asking, undefined, at), items, at);
  return [fenceOf(tenant.id, keyed.row, { race }), changeAsking(asking, request.sealer, now, at, race)];
}

/**
 * The writes that end a request by a decision: its own row, which must be as it was read, what was shown, which is
 * kept, and the link that led to it, which is used up. Of concurrent decisions only one succeeds.
 */
function endRequest(
  { request: { row, sealer, person }, session, bodyHash, at, race }: Deciding,
  audit: Appended,
  outcome: { readonly state: 'granted' | 'refused'; readonly consent?: string },
  seen: Seen,
  reasonDisclosed: boolean,
): Write[] {
  const { contactSetAt, contactSetBy } = person.keyed.row;
  const content: DecisionContent = {
    choice: outcome.state === 'granted' ? 'grant' : 'refuse',
    at,
    entry: audit.entry,
    leaf: audit.leaf,
    session: session.session,
    bodyHash,
    shownHash: seen.hash,
    language: seen.shown.language,
    contact: { setAt: contactSetAt, setBy: contactSetBy },
    told: reasonDisclosed,
  };
  const decided = decisionContent.seal(sealer, { id: row.id, version: 1 }, content);
  const ended = requestRow.update(
    row,
    {
      set: {
        ...outcome,
        version: row.version + 1,
        decided,
        ...(reasonDisclosed && { told: true as const }),
      },
      unset: ['provisional'],
    },
    { if: equals({ state: 'pending', version: row.version }), else: { race } },
  );
  const { shown, explicit } = seen;
  const kept = shownRow.put(
    [person.tenant.id, session.individual, row.id],
    { id: row.id, sealed: shownContent.seal(sealer, { id: row.id, version: 1 }, { shown, explicit }) },
    { if: absent },
  );
  if (session.request !== row.id) return [ended, kept];
  const used = linkRow.update(
    [person.tenant.id, session.individual, session.link],
    { set: { usedAt: at } },
    { if: unchanged({ usedAt: undefined }), else: 'link-used' },
  );
  return [ended, kept, used];
}
