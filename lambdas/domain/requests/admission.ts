import { assuranceSuffices } from '../catalogue/assurance.ts';
import type { Assurance } from '../catalogue/category.ts';
import type { Notice } from '../catalogue/notice.ts';
import { type InputFault, Problem } from '../problems.ts';
import { type Categories, named } from './items.ts';
import type { ConsentRequest, NamedItem, Period, Reads } from './request.ts';

/** The content of a request, with every field named; it is sealed with the request. */
export interface RequestTerms {
  readonly items: readonly NamedItem[];
  readonly period?: Period | undefined;
  readonly reads: Reads;
  readonly until: string;
  readonly recipients: readonly string[];
  readonly message?: string | undefined;
}

/** The notice version a request names, and which version is the newest. */
export interface NoticeInForce {
  readonly content: Notice;
  readonly version: number;
  readonly newest: number;
}

/** How many fields a request names in all, at most: a decision has to name them one by one. */
const fieldsAtMost = 200;

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
  const items = named(request.items, categories);
  if (items.reduce((sum, { fields }) => sum + fields.length, 0) > fieldsAtMost)
    faults.push(fault('/items', `more than ${fieldsAtMost} fields in all`));
  if (faults.length > 0) throw new Problem('invalid-request', { errors: faults });
  for (const item of request.items) {
    const category = categories[item.category];
    if (category && !assuranceSuffices(category, content, available))
      throw new Problem('conflict', { detail: 'a category needs more assurance than can be had' });
  }
  return {
    items,
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
