import { SealBroken } from '../../crypto/sealing.ts';
import { requestStateAt, wasHeard } from '../../domain/consents/consent.ts';
import { isPast } from '../../domain/instant.ts';
import {
  type Asking,
  blockingAll,
  compact,
  nothingAsked,
  settled,
  type Unanswered,
} from '../../domain/requests/asking.ts';
import { overlap } from '../../domain/requests/items.ts';
import type { NamedItem } from '../../domain/requests/request.ts';
import { type ConsentRow, purpose16Of } from '../../model/consent-rows.ts';
import { type AskingRow, askingContent, askingRow, type RequestRow } from '../../model/request-rows.ts';
import type { Sealer, Stored } from '../../model/row.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { absent, equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { count } from '../../platform/observability/log.ts';
import { shortCodeOf } from '../keys/short-code.ts';
import type { OpenRequest } from './open-request.ts';
import { requestRowOf } from './requests.ts';

/** The individual, organisation and purpose that one row of asking is of; the purpose by its short code. */
export interface AskingPlace {
  readonly tenant: string;
  readonly individual: string;
  readonly organisation: string;
  readonly purpose16: string;
}

/** The row of asking of a place, opened; its version is the lock of every ask, refusal and withdrawal there. */
export interface OpenAsking {
  readonly place: AskingPlace;
  readonly row: Stored<AskingRow> | undefined;
  readonly asking: Asking;
}

const keyOf = ({ tenant, individual, organisation, purpose16 }: AskingPlace) =>
  [tenant, individual, organisation, purpose16] as const;

const idOf = ({ organisation, purpose16 }: AskingPlace) => `${organisation}#${purpose16}`;

/** The place that a request belongs to. */
export function placeOf({ person, row, content }: OpenRequest): AskingPlace {
  const { individual, organisation } = row;
  return {
    tenant: person.tenant.id,
    individual,
    organisation,
    purpose16: shortCodeOf(individual, content.purpose),
  };
}

/** The place that a consent belongs to, whether or not it opens. */
export function placeOfConsent(tenant: string, row: Stored<ConsentRow>): AskingPlace {
  return { tenant, individual: row.individual, organisation: row.organisation, purpose16: purpose16Of(row) };
}

/**
 * Reads and opens the row of asking of a place. A row that does not open is counted as `SealBroken` and stands for a
 * block of the whole purpose.
 * @param sealer of the individual's use `case`.
 */
export async function readAsking(place: AskingPlace, sealer: Sealer, at: string): Promise<OpenAsking> {
  const [found] = await read([askingRow.at(...keyOf(place))]);
  const row = askingRow.from(found);
  if (!row) return { place, row, asking: nothingAsked };
  try {
    const asking = askingContent.open(sealer, { ...row, id: idOf(place) }).release();
    return { place, row, asking: blockedBesides(asking, row) };
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    count('SealBroken');
    return { place, row, asking: blockingAll(nothingAsked, at) };
  }
}

/** What is stored of a place, with the block that a restore has set beside it. */
function blockedBesides(asking: Asking, { blockedUntil }: AskingRow): Asking {
  const { whole } = asking;
  if (blockedUntil === undefined || (whole !== undefined && whole > blockedUntil)) return asking;
  return { ...asking, whole: blockedUntil };
}

/**
 * The write that changes what is stored of a place. It loses the race when the row has changed since it was read.
 * @param sealer of the individual's use `case`.
 */
export function changeAsking(
  { place, row }: OpenAsking,
  sealer: Sealer,
  asking: Asking,
  at: string,
  race: string,
): Write {
  const version = (row?.version ?? 0) + 1;
  const sealed = askingContent.seal(sealer, { id: idOf(place), version }, compact(asking, at));
  return askingRow.put(
    [...keyOf(place)],
    { version, sealed },
    { if: row ? equals({ version: row.version }) : absent, else: { race } },
  );
}

/**
 * What was asked, with the newest request accounted for: it has ended.
 * @param request its row; undefined when it is gone.
 * @param now what tells whether its silence counts: not when the individual was restricted or the contract had ended
 * since, and not when no message of it is known to have arrived.
 */
export function accounted(
  asking: Asking,
  request: RequestRow | undefined,
  now: { readonly gate: number; readonly epoch: number; readonly at: string },
): Asking {
  const { open } = asking;
  if (!open || !request) return settled(asking, undefined, now.at);
  const state = requestStateAt(request, now.at);
  const endedAt = isPast(request.lapsesAt, now.at) ? request.lapsesAt : now.at;
  return settled(asking, unanswered(), endedAt);

  function unanswered(): Unanswered | undefined {
    if (state !== 'lapsed' && state !== 'cancelled' && request?.state !== 'pending') return undefined;
    if (request?.provisional !== undefined) return 'refusal';
    const undisturbed = open?.gate === now.gate && open.epoch === now.epoch;
    return undisturbed && request && wasHeard(request) ? 'silence' : undefined;
  }
}

/**
 * The request that is open in a place and asks for any of these items; undefined when there is none.
 * @param items undefined for all of them.
 */
export async function openRequestCovered(
  { place, asking: { open } }: OpenAsking,
  items: readonly NamedItem[] | undefined,
  at: string,
): Promise<Stored<RequestRow> | undefined> {
  if (!open || (items && !overlap(open.items, items))) return undefined;
  const row = await requestRowOf(place.tenant, open.request);
  return row && requestStateAt(row, at) === 'pending' ? row : undefined;
}
