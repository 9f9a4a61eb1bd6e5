import type { Tenant } from '../../domain/members/authority.ts';
import { codeSeconds } from '../../domain/sessions/session.ts';
import type { Stored } from '../../model/row.ts';
import {
  type LinkRow,
  linkRow,
  type NewAddress,
  type SessionRow,
  sessionRow,
} from '../../model/session-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newCode } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import type { WrittenBefore } from '../outbox/sending.ts';
import { fenceOf, type KeyedIndividual } from '../people/individuals.ts';
import { codeHash } from '../sessions/secret-hashes.ts';

/** The session that a code was requested in, and the link it came from. */
export interface LinkedSession {
  readonly session: SessionRow;
  readonly link: Stored<LinkRow>;
}

/** The session that a code was requested in, by the hash of its secret; undefined when it or its link has ended. */
export async function sessionOf(
  tenant: string,
  individual: string,
  hashes: { readonly session: string; readonly link: string },
): Promise<LinkedSession | undefined> {
  const found = await readNamed({
    session: sessionRow.at(tenant, individual, hashes.session),
    link: linkRow.at(tenant, individual, hashes.link),
  });
  const session = sessionRow.from(found.session);
  const link = linkRow.from(found.link);
  return session && link && { session, link };
}

/** The session of this hash; undefined when it has ended. */
export async function sessionIn(
  tenant: string,
  individual: string,
  hash: string,
): Promise<Stored<SessionRow> | undefined> {
  const { session } = await readNamed({ session: sessionRow.at(tenant, individual, hash) });
  return sessionRow.from(session);
}

/** A code for a mail, and the writes that store it before the mail is sent. */
export interface MintedCode {
  readonly code: string;
  readonly writes: WrittenBefore;
}

/**
 * Makes a new code for a link, in place of an earlier one: six digits go into the mail; their hash and an audit entry
 * are stored before the mail is sent.
 * @param hash the hash of the link's secret.
 * @param mail the id of the mail it is made for.
 */
export function mintCode(
  { id: tenant }: Pick<Tenant, 'id'>,
  { row, keys }: KeyedIndividual<never>,
  link: Stored<LinkRow>,
  { hash, mail }: { readonly hash: string; readonly mail: string },
  at: string,
): MintedCode {
  const { code, stored } = newlyMade(hash, mail, at);
  return {
    code,
    writes: [
      fenceOf(tenant, row),
      linkRow.update(
        link,
        { set: { code: stored } },
        { if: unchanged({ code: link.code }), else: 'conflict' },
      ),
      ...codeSent(keys, at),
    ],
  };
}

/** Makes a code for the address that a session waits to hear from, in place of an earlier one; see `mintCode`. */
export function mintAddressCode(
  { id: tenant }: Pick<Tenant, 'id'>,
  { row, keys }: KeyedIndividual<never>,
  session: Stored<SessionRow> & { readonly newAddress: NewAddress },
  at: string,
): MintedCode {
  const { newAddress } = session;
  const { code, stored } = newlyMade(newAddress.mail, newAddress.mail, at);
  return {
    code,
    writes: [
      fenceOf(tenant, row),
      sessionRow.update(
        session,
        { set: { newAddress: { ...newAddress, code: stored } } },
        { if: unchanged({ newAddress }), else: 'conflict' },
      ),
      ...codeSent(keys, at),
    ],
  };
}

function newlyMade(madeFor: string, mail: string, at: string) {
  const code = newCode();
  return { code, stored: { hash: codeHash(madeFor, code), endsAt: after(at, codeSeconds), mail } };
}

function codeSent(keys: KeyedIndividual<never>['keys'], at: string): readonly Write[] {
  return personEntry(keys, { type: 'code.sent', at, actorRef: 'system' }).writes;
}
