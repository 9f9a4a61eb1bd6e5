import { counted } from '../../domain/requests/messages.ts';
import { type LimitsRow, limitsRow } from '../../model/people-rows.ts';
import { type RequestRow, requestRow } from '../../model/request-rows.ts';
import type { Stored } from '../../model/row.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, equals, unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import { claimLost } from '../outbox/sending.ts';
import type { KeyedIndividual } from '../people/individuals.ts';

/** What decides whether a message about a request goes out: the request, and what its individual got lately. */
export interface MessageGround {
  readonly request: RequestRow | undefined;
  readonly limits: Stored<LimitsRow> | undefined;
}

/** Reads the request that a mail is about, and the limits of its individual, in one round trip. */
export async function messageGround(
  tenant: string,
  individual: string,
  request: string | undefined,
): Promise<MessageGround> {
  const found = await readNamed({
    request: request === undefined ? undefined : requestRow.at(tenant, individual, request),
    limits: limitsRow.at(tenant, individual),
  });
  return { request: requestRow.from(found.request), limits: limitsRow.from(found.limits) };
}

/** The write that counts a message; the claim that it belongs to is lost when another one was counted meanwhile. */
export function countMessage(
  [tenant, individual]: readonly [tenant: string, individual: string],
  limits: Stored<LimitsRow> | undefined,
  mail: string,
  at: string,
): Write {
  const version = (limits?.version ?? 0) + 1;
  return limitsRow.put(
    [tenant, individual],
    { version, messages: counted(limits?.messages ?? [], mail, at) },
    { if: limits ? equals({ version: limits.version }) : absent, else: claimLost },
  );
}

/**
 * The writes that note that a request was reminded of by itself, with the audit entry. Its version stays: nothing of it
 * is the requester's. The claim that they belong to is lost when the requester called for a reminder meanwhile.
 */
export function remindedByItself(
  tenant: string,
  { individual, id }: RequestRow,
  keys: KeyedIndividual<never>['keys'],
  at: string,
): readonly Write[] {
  return [
    requestRow.update(
      [tenant, individual, id],
      { set: { remindedAt: at } },
      { if: unchanged({ state: 'pending', remindedAt: undefined }), else: claimLost },
    ),
    ...personEntry(keys, { type: 'consent.reminded', at, actorRef: 'system', object: id }).writes,
  ];
}
