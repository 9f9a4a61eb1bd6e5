import { type Release, type Wanted, within } from '../../domain/disclosure/disclosure.ts';
import { Problem } from '../../domain/problems.ts';
import type { RecordContent } from '../../domain/records/record.ts';

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
 * The part of a record that is released: the consented fields of records on the consented days, and nothing that a
 * provider withholds.
 */
export function releasedOf(
  { id, version }: { readonly id: string; readonly version: number },
  content: RecordContent,
  { released, period }: Release,
) {
  const fields = released.find(({ category }) => category === content.category)?.fields;
  if (!fields || content.marking || !within(period, content.date)) return [];
  const kept = fields.flatMap((field) => {
    const value = content.fields[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return [{ id, category: content.category, date: content.date, version, fields: Object.fromEntries(kept) }];
}

/** Copies of items, with lists that an answer may change. */
export const copied = <T extends { readonly category: string; readonly fields: readonly string[] }>(
  items: readonly T[],
) => items.map((item) => ({ ...item, fields: [...item.fields] }));
