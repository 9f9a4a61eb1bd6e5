import { type Release, type Wanted, within } from '../../domain/disclosure/disclosure.ts';
import { Problem } from '../../domain/problems.ts';
import type { OpenRecord } from '../../stores/records/sealed-records.ts';

/** The part of a call that says what to read. */
export function wantedOf({ purpose, categories, fields, period }: Wanted): Wanted {
  return { purpose, categories, fields, period };
}

/**
 * The same answer for refused, withdrawn, expired, erased and never requested; only an organisation that had a
 * consent learns that it has ended.
 */
export function refusalOf(ended: boolean): Problem {
  return new Problem('consent-required', ended ? { detail: 'A consent for this has ended.' } : {});
}

/**
 * The part of a record that is released: the consented fields of a record on one of the consented days that no
 * provider withholds; undefined when it holds none of them, so that nothing tells of it.
 */
export function releasedOf({ record: { id, version }, content }: OpenRecord, { released, period }: Release) {
  const consented = released.find(({ category }) => category === content.category)?.fields;
  if (!consented || content.marking || !within(period, content.date)) return undefined;
  const fields = Object.fromEntries(
    consented.flatMap((field) => {
      const value = content.fields[field];
      return value === undefined ? [] : [[field, value] as const];
    }),
  );
  if (Object.keys(fields).length === 0) return undefined;
  return { id, category: content.category, date: content.date, version, fields };
}

/** Copies of items, with lists that an answer may change. */
export const copied = <T extends { readonly category: string; readonly fields: readonly string[] }>(
  items: readonly T[],
) => items.map((item) => ({ ...item, fields: [...item.fields] }));
