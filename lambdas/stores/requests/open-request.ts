import { individualOf } from '../../domain/identifiers.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import {
  type RequestContent,
  type RequestRow,
  requestContent,
  requestRow,
} from '../../model/request-rows.ts';
import type { IndividualUse, Sealer, Stored } from '../../model/row.ts';
import type { Found, Named } from '../../platform/dynamodb/reads.ts';
import { caseSealer } from '../keys/open-case.ts';
import { type Person, personOf } from '../people/person.ts';

/** A request of the individual, still sealed. */
export interface SealedRequest<U extends IndividualUse = never> {
  readonly person: Person<U>;
  readonly row: Stored<RequestRow>;
}

/** A request of the individual, opened. */
export interface OpenRequest<U extends IndividualUse = 'case'> extends SealedRequest<U> {
  /** Of their use `case`. */
  readonly sealer: Sealer;
  readonly content: RequestContent;
}

/**
 * Reads a request of the session's individual without opening it.
 * @throws Problem `not-found` for a request of anybody else, as for one that never existed
 */
export async function sealedRequest(
  session: SessionAuthority,
  request: string,
  at: string,
): Promise<SealedRequest> {
  return readRequest(session, request, at, [], {});
}

/**
 * Reads and opens a request of the session's individual, and other rows by name in the same trip.
 * @throws Problem `not-found` for a request of anybody else, as for one that never existed
 */
export async function openRequest<const U extends IndividualUse, const N extends Named = Named>(
  session: SessionAuthority,
  request: string,
  at: string,
  uses: readonly (U | 'case')[],
  alsoRead: N = {} as N,
): Promise<OpenRequest<U | 'case'> & { readonly found: Found<N> }> {
  const { person, row, found } = await readRequest(session, request, at, uses, alsoRead);
  const sealer = await caseSealer(person.kmsKey, person.keyed.keys);
  return { person, row, found, sealer, content: requestContent.open(sealer, row).release() };
}

async function readRequest<const U extends IndividualUse, const N extends Named>(
  session: SessionAuthority,
  request: string,
  at: string,
  uses: readonly U[],
  alsoRead: N,
): Promise<SealedRequest<U> & { readonly found: Found<N> }> {
  const { tenant, individual } = session;
  if (individualOf(request) !== individual) throw new Problem('not-found');
  const { person, found } = await personOf(session, at, uses, {
    ...alsoRead,
    request: requestRow.at(tenant.id, individual, request),
  });
  const own: Found<{ readonly request: ReturnType<typeof requestRow.at> }> = found;
  const row = requestRow.from(own.request);
  if (!row) throw new Problem('not-found');
  return { person, row, found };
}
