import { assuranceSuffices } from '../catalogue/assurance.ts';
import type { Assurance } from '../catalogue/category.ts';
import type { Notice } from '../catalogue/notice.ts';
import { allowedReads } from '../consents/consent.ts';
import { type InputFault, Problem } from '../problems.ts';
import type { RequestTerms } from './admission.ts';
import { type Categories, named, without } from './items.ts';
import type { Decision, NamedItem, Period, Reads } from './request.ts';

export type Grant = Extract<Decision, { choice: 'grant' }>;

/** What a decision is checked against. */
export interface DecidedUnder {
  readonly categories: Categories;
  readonly notice: Notice;
  /** The assurance that the individual decided. */
  readonly assurance: Assurance;
  readonly now: string;
}

/** The granted part of a request, and the part that was left out. */
export interface Granted {
  readonly items: readonly NamedItem[];
  readonly period?: Period | undefined;
  readonly reads: Reads;
  readonly until: string;
  readonly recipients: readonly string[];
  /** Items that may not be requested again for now; empty when all was granted as requested. */
  readonly blocked: readonly NamedItem[];
}

const fault = (pointer: string, detail: string): InputFault => ({ pointer, detail });

/**
 * Checks a grant against its request, and gives what it releases: never more than was requested, for no longer, no
 * more often, to nobody else, and nothing of a special category without its explicit statement (Art. 9(2)(a) GDPR). A
 * period or recipients that are left out are those of the request.
 * @throws Problem `invalid-request` with pointers for what goes beyond the request
 * @throws Problem `conflict` when a category needs more assurance than this decision has
 */
export function narrow(requested: RequestTerms, grant: Grant, under: DecidedUnder): Granted {
  const period = periodWithin(requested.period, grant.period);
  const recipients = grant.recipients ?? requested.recipients;
  const faults = [
    ...itemFaults(requested, grant, under),
    ...(Date.parse(grant.until) > Date.parse(requested.until) ? [fault('/until', 'longer than asked')] : []),
    ...(Date.parse(grant.until) <= Date.parse(under.now) ? [fault('/until', 'lies in the past')] : []),
    ...(readsOf(grant.reads) > readsOf(requested.reads) ? [fault('/reads', 'more often than asked')] : []),
    ...(period === undefined ? [fault('/period', 'beyond what was asked')] : []),
    ...recipients.flatMap((code, i) =>
      requested.recipients.includes(code) ? [] : [fault(`/recipients/${i}`, 'not asked for')],
    ),
  ];
  if (faults.length > 0 || period === undefined) throw new Problem('invalid-request', { errors: faults });
  for (const { category: code } of grant.items) {
    const category = under.categories[code];
    if (!category || !assuranceSuffices(category, under.notice, under.assurance))
      throw new Problem('conflict', { detail: 'a category needs more assurance than this decision has' });
  }
  const items = named(grant.items, under.categories);
  const narrower =
    Date.parse(grant.until) < Date.parse(requested.until) ||
    readsOf(grant.reads) < readsOf(requested.reads) ||
    period.from !== requested.period?.from ||
    period.to !== requested.period?.to ||
    requested.recipients.some((code) => !recipients.includes(code));
  return {
    items,
    ...((period.from !== undefined || period.to !== undefined) && { period }),
    reads: grant.reads,
    until: grant.until,
    recipients: [...new Set(recipients)],
    blocked: narrower ? requested.items : without(requested.items, items),
  };
}

function itemFaults(requested: RequestTerms, grant: Grant, under: DecidedUnder): InputFault[] {
  return grant.items.flatMap((item, i) => {
    const wanted = requested.items.find((one) => one.category === item.category);
    if (!wanted || grant.items.findIndex((one) => one.category === item.category) !== i)
      return [fault(`/items/${i}/category`, wanted ? 'named twice' : 'not asked for')];
    const special = under.categories[item.category]?.sensitivity !== 'ordinary';
    return [
      ...item.fields.flatMap((field, j) =>
        wanted.fields.includes(field) ? [] : [fault(`/items/${i}/fields/${j}`, 'not asked for')],
      ),
      ...(special && item.explicit !== true
        ? [fault(`/items/${i}/explicit`, 'needs the explicit statement')]
        : []),
    ];
  });
}

const readsOf = (reads: Reads) => allowedReads(reads) ?? Number.POSITIVE_INFINITY;

/** The granted period within the requested one; undefined when it extends beyond it or is empty. */
function periodWithin(requested: Period = {}, given: Period = {}): Period | undefined {
  const from = given.from ?? requested.from;
  const to = given.to ?? requested.to;
  if (from !== undefined && requested.from !== undefined && from < requested.from) return undefined;
  if (to !== undefined && requested.to !== undefined && to > requested.to) return undefined;
  if (from !== undefined && to !== undefined && from > to) return undefined;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
