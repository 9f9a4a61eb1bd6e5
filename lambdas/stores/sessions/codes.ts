import type { SessionAuthority } from '../../domain/members/authority.ts';
import { individualRow } from '../../model/people-rows.ts';
import { type RequestRow, requestRow } from '../../model/request-rows.ts';
import type { Stored } from '../../model/row.ts';
import { type SessionRow, sessionRow } from '../../model/session-rows.ts';
import { equals, unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { fenceOf } from '../people/individuals.ts';
import { type Person, personOf } from '../people/person.ts';

/** A code as it was sent for a session. */
export type SentCode = NonNullable<SessionRow['code']>;

/** The code that was sent for a session, with its individual and the request that its link leads to. */
export interface AwaitedCode {
  readonly person: Person<never>;
  readonly session: SessionAuthority;
  readonly code: SentCode | undefined;
  readonly request: Stored<RequestRow> | undefined;
}

/**
 * Reads the code that was sent for a session, in one round trip.
 * @throws Problem as `personOf` does
 */
export async function awaitedCode(session: SessionAuthority, at: string): Promise<AwaitedCode> {
  const { tenant, individual, request } = session;
  const { person, found } = await personOf(session, at, [], {
    session: sessionRow.at(tenant.id, individual, session.session),
    request: request === undefined ? undefined : requestRow.at(tenant.id, individual, request),
  });
  return {
    person,
    session,
    code: sessionRow.from(found.session)?.code,
    request: requestRow.from(found.request),
  };
}

/**
 * Counts a code and makes its mail due.
 * @param codesSentAt when codes were sent, including this one.
 * @throws LostRace `race` when another one was counted since the individual was read
 */
export async function sendCode(
  { tenant, keyed: { row, keys } }: Person<'contact'>,
  { session, request }: SessionAuthority,
  codesSentAt: readonly string[],
  at: string,
  race: string,
): Promise<void> {
  const mail = dueMail({ kind: 'code', tenant: tenant.id, individual: row.id, session, request }, at);
  await commit(
    { tenant, at },
    [
      individualRow.update(
        row,
        { set: { codesSentAt } },
        { if: unchanged({ gate: row.gate, codesSentAt: row.codesSentAt }), else: { race } },
      ),
      ...personEntry(keys, { type: 'code.requested', at }).writes,
    ],
    [mail],
  );
}

/**
 * Confirms a session by its code. From then on only the individual can change their address.
 * @param marked a request whose mark "not for me" is removed by it.
 * @throws LostRace `race` when session, code or mark have changed since they were read
 */
export async function confirmSession(
  { person, session, code }: AwaitedCode,
  marked: Stored<RequestRow> | undefined,
  at: string,
  race: string,
): Promise<void> {
  const { tenant, keyed } = person;
  await commit({ tenant, at }, [
    changeOf(session, code, { set: { level: 'confirmed' }, unset: ['code'] }, race),
    individualRow.update(
      keyed.row,
      { set: { contactOwned: true } },
      { if: equals({ gate: keyed.row.gate }) },
    ),
    ...personEntry(keyed.keys, { type: 'session.confirmed', at }).writes,
    ...(marked ? [withoutMark(marked, race)] : []),
  ]);
}

/**
 * Counts a wrong code, with its audit entry.
 * @throws LostRace `race` when session or code have changed since they were read
 */
export async function countWrongTry(
  { person, session }: AwaitedCode,
  code: SentCode,
  at: string,
  race: string,
): Promise<void> {
  const { tenant, keyed } = person;
  await commit({ tenant, at }, [
    changeOf(session, code, { set: { code: { ...code, tries: code.tries + 1 } } }, race),
    fenceOf(tenant.id, keyed.row),
    ...personEntry(keyed.keys, { type: 'code.wrong', at, outcome: 'wrong-code' }).writes,
  ]);
}

function changeOf(
  { tenant, individual, session }: SessionAuthority,
  code: SentCode | undefined,
  change: Parameters<typeof sessionRow.update>[1],
  race: string,
): Write {
  return sessionRow.update([tenant.id, individual, session], change, {
    if: equals({ level: 'link', code }),
    else: { race },
  });
}

function withoutMark(request: Stored<RequestRow>, race: string): Write {
  const { state, provisional } = request;
  return requestRow.update(
    request,
    { unset: ['provisional'] },
    { if: equals({ state, provisional }), else: { race } },
  );
}
