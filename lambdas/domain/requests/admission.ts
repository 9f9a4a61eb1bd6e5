import { assuranceSuffices } from '../catalogue/assurance.ts';
import type { Assurance } from '../catalogue/category.ts';
import type { Notice } from '../catalogue/notice.ts';
import { type ProvisionalMark, type RequestState, requestStateAt } from '../consents/consent.ts';
import { isPast } from '../instant.ts';
import { type InputFault, Problem } from '../problems.ts';
import { type Categories, named, overlap } from './items.ts';
import type { ConsentRequest, NamedItem, Period, Reads } from './request.ts';

/** How many days a request stays open. */
export const daysToLapse = 14;

/** How many days a re-request block lasts: six months, counted so that they are never shorter. */
export const blockDays = 184;

/** The content of a request, with every field named; it is sealed with the request. */
export interface RequestTerms {
  readonly items: readonly NamedItem[];
  readonly period?: Period | undefined;
  readonly reads: Reads;
  readonly until: string;
  readonly recipients: readonly string[];
  readonly message?: string | undefined;
}

/** After a refusal: these items may not be requested again before `until`. */
export interface ReRequestBlock {
  readonly items: readonly NamedItem[];
  readonly until: string;
}

/** An earlier request, as far as admission depends on it; `state` is the stored one. */
export interface Earlier {
  readonly organisation: string;
  readonly purpose: string;
  readonly items: readonly NamedItem[];
  readonly state: RequestState;
  readonly provisional?: ProvisionalMark | undefined;
  readonly lapsesAt: string;
}

/** The notice version a request names, and which version is the newest. */
export interface NoticeInForce {
  readonly content: Notice;
  readonly version: number;
  readonly newest: number;
}

const fault = (pointer: string, detail: string): InputFault => ({ pointer, detail });
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Checks a request against its notice, and gives its content: nothing more than the notice declares, and for no
 * longer.
 * @param available the assurance that a decision can have at present.
 * @throws Problem `invalid-request` with pointers for what the notice does not cover
 * @throws Problem `conflict` for an old notice version, or when no decision could have enough assurance
 */
export function withinNotice(
  request: ConsentRequest,
  organisation: string,
  { content, version, newest }: NoticeInForce,
  categories: Categories,
  available: Assurance,
  now: string,
): RequestTerms {
  if (version !== newest) throw new Problem('conflict', { detail: 'the notice has a newer version' });
  const recipients = [...new Set(request.recipients ?? [organisation])];
  const faults = [
    ...(content.validFrom !== undefined && content.validFrom > now.slice(0, 10)
      ? [fault('/notice', 'not valid yet')]
      : []),
    ...request.items.flatMap((item, i) => itemFaults(item, i, content, categories)),
    ...recipients.flatMap((code, i) =>
      content.recipients.includes(code) ? [] : [fault(`/recipients/${i}`, 'not a recipient in this notice')],
    ),
    ...(recipients.includes(organisation) ? [] : [fault('/recipients', 'must name the asking organisation')]),
    ...untilFaults(request.until, content.longestDays, now),
  ];
  if (faults.length > 0) throw new Problem('invalid-request', { errors: faults });
  for (const item of request.items) {
    const category = categories[item.category];
    if (category && !assuranceSuffices(category, content, available))
      throw new Problem('conflict', { detail: 'a category needs more assurance than can be had' });
  }
  return {
    items: named(request.items, categories),
    ...(request.period && { period: request.period }),
    reads: request.reads,
    until: request.until,
    recipients,
    ...(request.message !== undefined && { message: request.message }),
  };
}

function itemFaults(
  item: ConsentRequest['items'][number],
  i: number,
  notice: Notice,
  categories: Categories,
): InputFault[] {
  const category = categories[item.category];
  if (!category || !notice.categories.includes(item.category))
    return [fault(`/items/${i}/category`, 'not in this notice')];
  const known = new Set(category.fields.map((field) => field.code));
  return (item.fields ?? []).flatMap((field, j) =>
    known.has(field) ? [] : [fault(`/items/${i}/fields/${j}`, 'no such field in this category')],
  );
}

function untilFaults(until: string, longestDays: number, now: string): InputFault[] {
  const length = Date.parse(until) - Date.parse(now);
  if (length <= 0) return [fault('/until', 'lies in the past')];
  return length > longestDays * dayMs ? [fault('/until', 'longer than the notice allows')] : [];
}

/**
 * Checks that an organisation does not request again what was refused, withdrawn or left out. Two lapsed requests
 * count as one refusal. A request that was provisionally declined and then lapsed counts as a refusal from its end,
 * though no block was written.
 * @throws Problem `no-means-no`
 */
export function assertNotBlocked(
  wanted: { organisation: string; purpose: string; items: readonly NamedItem[] },
  blocks: readonly ReRequestBlock[],
  earlier: readonly Earlier[],
  now: string,
): void {
  const same = earlier
    .filter((one) => one.organisation === wanted.organisation && one.purpose === wanted.purpose)
    .filter((one) => overlap(one.items, wanted.items));
  // A confirmed refusal has its block. One that was only declined shows by its mark, and cancelling the request in
  // time does not undo it.
  const declined = same.filter(
    (one) =>
      one.provisional !== undefined &&
      (one.state === 'cancelled' || (one.state === 'pending' && requestStateAt(one, now) === 'refused')),
  );
  const lapses = same.filter((one) => requestStateAt(one, now) === 'lapsed').map((one) => one.lapsesAt);
  const refusals = [...declined.map((one) => one.lapsesAt), ...lapses.sort().filter((_, i) => i % 2 === 1)];
  const stillCounts = (instant: string) => Date.parse(now) - Date.parse(instant) < blockDays * dayMs;
  const blocked = blocks.some((block) => !isPast(block.until, now) && overlap(block.items, wanted.items));
  if (blocked || refusals.some(stillCounts)) throw new Problem('no-means-no');
}
