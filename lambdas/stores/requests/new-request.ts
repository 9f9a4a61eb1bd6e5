import { placeIn } from '../../model/places.ts';
import {
  type RequestContent,
  type RequestRow,
  requestContent,
  requestList,
  requestRow,
} from '../../model/request-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { absent } from '../../platform/dynamodb/transaction.ts';
import { newIdInOrder } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import type { Claim } from '../idempotency/once.ts';
import { dueMail } from '../mail/due-mail.ts';
import { fenceOf, type KeyedIndividual } from '../people/individuals.ts';
import { changeAsking, type OpenAsking } from './asking.ts';
import type { MemberAct } from './request-changes.ts';

/** A consent request to be made. */
export interface NewRequest {
  readonly keyed: KeyedIndividual<'case'>;
  /** Of the individual's use `case`. */
  readonly sealer: Sealer;
  readonly organisation: string;
  readonly content: RequestContent;
  readonly lapsesAt: string;
}

/** The row of a new request, pending from now on. */
export function newRequest(
  { tenant, authority, at }: MemberAct,
  { keyed, sealer, organisation, content, lapsesAt }: NewRequest,
): RequestRow {
  const individual = keyed.row.id;
  const id = newIdInOrder('crq', individual, at);
  return {
    id,
    individual,
    organisation,
    requester: authority.principal,
    state: 'pending',
    createdAt: at,
    lapsesAt,
    version: 1,
    sealed: requestContent.seal(sealer, { id, version: 1 }, content),
    ...placeIn(requestList(tenant.id), requestRow.key(tenant.id, individual, id), at, id),
  };
}

/**
 * Makes a request, with its mail and audit entry, on condition that the individual may still be asked, and that since
 * the row of asking was read nothing was requested, refused or withdrawn there. The individual's own row is only
 * checked, so that asks do not make reads of their data conflict.
 * @param asking as it was read, with the earlier request accounted for.
 * @param claimed the writes that claim the idempotency key of the call.
 * @throws LostRace `race` when that condition does not hold
 */
export async function createRequest(
  { tenant, authority, at }: MemberAct,
  { keyed: { row: individual, keys }, sealer, content }: NewRequest,
  request: RequestRow,
  asking: OpenAsking,
  claimed: ReturnType<Claim<unknown>>,
  race: string,
): Promise<void> {
  const { id, version, lapsesAt } = request;
  const open = { request: id, items: content.items, lapsesAt, gate: individual.gate, epoch: tenant.epoch };
  const mail = dueMail({ kind: 'request', tenant: tenant.id, individual: individual.id, request: id }, at);
  await commit(
    { tenant, at },
    [
      ...claimed,
      fenceOf(tenant.id, individual, { race }, { state: 'active' }),
      changeAsking(asking, sealer, { ...asking.asking, open }, at, race),
      requestRow.put([tenant.id, individual.id, id], request, { if: absent }),
      ...personEntry(keys, {
        type: 'consent.requested',
        at,
        actorRef: authority.ref,
        object: id,
        version,
      }).writes,
    ],
    [mail],
  );
}
