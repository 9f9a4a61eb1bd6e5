import type { SessionAuthority } from '../../domain/members/authority.ts';
import {
  type DecisionContent,
  decisionContent,
  type RequestRow,
  type ShownContent,
} from '../../model/request-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { linkRow } from '../../model/session-rows.ts';
import type { Appended } from '../audit/entries.ts';
import { personEntry } from '../audit/person-entry.ts';
import type { OpenAsking } from './asking.ts';
import { type OpenRequest, openRequest } from './open-request.ts';

/** A decision of a session on an open request, as received. */
export interface Deciding {
  readonly request: OpenRequest;
  readonly session: SessionAuthority;
  /** What was asked for the request's organisation and purpose. */
  readonly asking: OpenAsking;
  /** Hash of the decision as received. */
  readonly bodyHash: string;
  readonly at: string;
  /** The race that is lost when a row has changed since it was read. */
  readonly race: string;
}

/** What the individual saw when they decided, its hash, and the explicit statements that they ticked. */
export interface Seen extends ShownContent {
  readonly hash: string;
}

/**
 * Reads and opens a request that is to be decided, and reads whether the link that led to the session is used up.
 * @throws Problem as `openRequest` does
 */
export async function requestToDecide(
  session: SessionAuthority,
  request: string,
  at: string,
): Promise<OpenRequest & { readonly linkUsed: boolean }> {
  const link = linkRow.at(session.tenant.id, session.individual, session.link);
  const { found, ...open } = await openRequest(session, request, at, ['case'], { link });
  return { ...open, linkUsed: linkRow.from(found.link)?.usedAt !== undefined };
}

/**
 * The confirmed decision on a request; undefined while there is none.
 * @param sealer of the individual's use `case`.
 */
export function decisionOn(row: RequestRow, sealer: Sealer): DecisionContent | undefined {
  return row.decided && decisionContent.open(sealer, row).release();
}

/** Makes the audit entry of a decision. Its object is the consent or, for a refusal, the request. */
export function decisionEntry(
  { request, at }: Deciding,
  type: 'consent.granted' | 'consent.refused',
  object: string,
): Appended {
  const version = type === 'consent.granted' ? 1 : undefined;
  return personEntry(request.person.keyed.keys, { type, at, object, version });
}
