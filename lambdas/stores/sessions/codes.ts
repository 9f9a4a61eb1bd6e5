import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { codesAnHour, mailsAnHour, withOneMore, wrongCodesAtMost } from '../../domain/sessions/session.ts';
import { individualRow } from '../../model/people-rows.ts';
import { type RequestRow, requestRow } from '../../model/request-rows.ts';
import type { IndividualUse, Stored } from '../../model/row.ts';
import { type LinkRow, linkRow, type SessionRow, sessionRow } from '../../model/session-rows.ts';
import { equals, unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { fenceOf } from '../people/individuals.ts';
import { type Person, personOf } from '../people/person.ts';

/** What a code is judged by: its link and session as stored, their individual, and the request the link leads to. */
export interface AwaitedCode<U extends IndividualUse = never> {
  readonly person: Person<U>;
  readonly authority: SessionAuthority;
  readonly session: Stored<SessionRow>;
  readonly link: Stored<LinkRow>;
  readonly request: Stored<RequestRow> | undefined;
}

/**
 * Reads what a code is judged by, in one round trip.
 * @throws Problem as `personOf` does, `unauthenticated` when session or link has ended meanwhile
 */
export async function awaitedCode<const U extends IndividualUse = never>(
  authority: SessionAuthority,
  at: string,
  uses: readonly U[] = [],
): Promise<AwaitedCode<U>> {
  const { tenant, individual, request } = authority;
  const { person, found } = await personOf(authority, at, uses, {
    session: sessionRow.at(tenant.id, individual, authority.session),
    link: linkRow.at(tenant.id, individual, authority.link),
    request: request === undefined ? undefined : requestRow.at(tenant.id, individual, request),
  });
  const session = sessionRow.from(found.session);
  const link = linkRow.from(found.link);
  if (!session || !link) throw new Problem('unauthenticated');
  return { person, authority, session, link, request: requestRow.from(found.request) };
}

/** Reads the link of a session, with its individual and their contact key. */
export async function linkOfSession(authority: SessionAuthority, at: string) {
  const { tenant, individual } = authority;
  const { person, found } = await personOf(authority, at, ['contact'], {
    link: linkRow.at(tenant.id, individual, authority.link),
  });
  const link = linkRow.from(found.link);
  if (!link) throw new Problem('unauthenticated');
  return { person, link };
}

/**
 * Counts a code for the link of a session and makes its mail due.
 * @throws Problem `too-many-requests`
 * @throws LostRace `race` when another one was counted since individual and link were read
 */
export async function sendCode(
  person: Person<'contact'>,
  link: Stored<LinkRow>,
  { session, request, link: linkHash }: SessionAuthority,
  at: string,
  race: string,
): Promise<void> {
  const { tenant, keyed } = person;
  const about = { tenant: tenant.id, individual: keyed.row.id, session, link: linkHash, request };
  await commit({ tenant, at }, codeCounted(person, link, at, race), [
    dueMail({ kind: 'code', ...about }, at),
  ]);
}

/**
 * Counts a code that is about to be sent, with its audit entry: three an hour for a link, six for a person.
 * @throws Problem `too-many-requests`
 */
export function codeCounted(
  { keyed: { row, keys } }: Person<never>,
  link: Stored<LinkRow>,
  at: string,
  race: string,
): Write[] {
  return [
    individualRow.update(
      row,
      { set: { codesSentAt: withOneMore(row.codesSentAt, at, codesAnHour) } },
      { if: unchanged({ gate: row.gate, codesSentAt: row.codesSentAt }), else: { race } },
    ),
    linkRow.update(
      link,
      { set: { codesSentAt: withOneMore(link.codesSentAt, at, mailsAnHour) } },
      { if: unchanged({ codesSentAt: link.codesSentAt, lockedAt: undefined }), else: { race } },
    ),
    ...personEntry(keys, { type: 'code.requested', at }).writes,
  ];
}

/**
 * Confirms a session by its code, which is used up by it. From then on only the individual can change their address,
 * and a change that a member requested meanwhile is void: they have their mail.
 * @param marked a request whose mark "not for me" is removed by it.
 * @throws LostRace `race` when session, link or mark have changed since they were read
 */
export async function confirmSession(
  { person, session, link }: AwaitedCode,
  marked: Stored<RequestRow> | undefined,
  at: string,
  race: string,
): Promise<void> {
  const { tenant, keyed } = person;
  await commit({ tenant, at }, [
    sessionRow.update(
      session,
      { set: { level: 'confirmed' }, unset: ['tries'] },
      { if: unchanged({ level: 'link', tries: session.tries }), else: { race } },
    ),
    linkRow.update(link, { unset: ['code'] }, { if: unchanged(asTyped(link)), else: { race } }),
    individualRow.update(
      keyed.row,
      {
        set: { contactOwned: true, confirmedAddress: session.addressVersion },
        unset: ['pendingContact'],
        // A confirmation that has read the change by now finds another version.
        ...(keyed.row.pendingContact && { add: { version: 1 } }),
      },
      { if: equals({ gate: keyed.row.gate, addressVersion: session.addressVersion }) },
    ),
    ...personEntry(keyed.keys, { type: 'session.confirmed', at }).writes,
    ...(marked ? [withoutMark(marked, race)] : []),
  ]);
}

/**
 * Counts a wrong code of a session, and of its link, with its audit entry. The last one that a link takes locks it,
 * and a fresh link is sent to the known address.
 * @throws LostRace `race` when session or link have changed since they were read
 */
export async function countWrongTry(
  { person, session, link, request }: AwaitedCode,
  tries: NonNullable<SessionRow['tries']>,
  at: string,
  race: string,
): Promise<void> {
  const { tenant, keyed } = person;
  const wrongCodes = (link.wrongCodes ?? 0) + 1;
  const locks = wrongCodes >= wrongCodesAtMost;
  const fresh = { kind: 'link', tenant: tenant.id, individual: keyed.row.id, request: request?.id } as const;
  await commit(
    { tenant, at },
    [
      sessionRow.update(
        session,
        { set: { tries } },
        { if: unchanged({ level: session.level, tries: session.tries }), else: { race } },
      ),
      linkRow.update(
        link,
        { set: { wrongCodes, ...(locks && { lockedAt: at }) } },
        { if: unchanged(asTyped(link)), else: { race } },
      ),
      fenceOf(tenant.id, keyed.row),
      ...personEntry(keyed.keys, { type: 'code.wrong', at, outcome: 'wrong-code' }).writes,
    ],
    locks ? [dueMail(fresh, at)] : [],
  );
}

/** What of a link must be as it was when a code was judged. */
function asTyped({ code, wrongCodes, lockedAt }: LinkRow) {
  return { code, wrongCodes, lockedAt };
}

function withoutMark(request: Stored<RequestRow>, race: string): Write {
  const { state, provisional } = request;
  return requestRow.update(
    request,
    { unset: ['provisional'] },
    { if: equals({ state, provisional }), else: { race } },
  );
}
