import type { Tenant } from '../../domain/members/authority.ts';
import { codeSeconds } from '../../domain/sessions/session.ts';
import type { Stored } from '../../model/row.ts';
import { type SessionRow, sessionRow } from '../../model/session-rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { unchanged } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newCode } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import type { WrittenBefore } from '../outbox/sending.ts';
import { fenceOf, type KeyedIndividual } from '../people/individuals.ts';
import { codeHash } from '../sessions/secret-hashes.ts';

/** The session that a code is for, by the hash of its secret; undefined when it has ended. */
export async function sessionOf(
  tenant: string,
  individual: string,
  session: string,
): Promise<Stored<SessionRow> | undefined> {
  const [row] = await read([sessionRow.at(tenant, individual, session)]);
  return sessionRow.from(row);
}

/** A code for a mail, and the writes that store it before the mail is sent. */
export interface MintedCode {
  readonly code: string;
  readonly writes: WrittenBefore;
}

/**
 * Makes a new code for a session: six digits go into the mail; their hash and an audit entry are stored before the
 * mail is sent.
 * @param sessionHash the hash of the session's secret.
 * @param mail the id of the mail it is made for.
 */
export function mintCode(
  { id: tenant }: Pick<Tenant, 'id'>,
  { row, keys }: KeyedIndividual<never>,
  session: Stored<SessionRow>,
  { session: sessionHash, mail }: { readonly session: string; readonly mail: string },
  at: string,
): MintedCode {
  const code = newCode();
  const stored = {
    hash: codeHash(sessionHash, code),
    endsAt: after(at, codeSeconds),
    tries: 0,
    mail,
  };
  const entry = personEntry(keys, { type: 'code.sent', at, actorRef: 'system' });
  return {
    code,
    writes: [
      fenceOf(tenant, row),
      sessionRow.update(
        session,
        { set: { code: stored } },
        { if: unchanged({ level: 'link', code: session.code }), else: 'conflict' },
      ),
      ...entry.writes,
    ],
  };
}
