import { type Release, type Wanted, within } from '../../domain/disclosure/disclosure.ts';
import { Problem } from '../../domain/problems.ts';
import type { RecordContent } from '../../domain/records/record.ts';

/** What a call wants to read. */
export function wantedOf({ purpose, categories, fields, period }: Wanted): Wanted {
  return { purpose, categories, fields, period };
}

/**
 * One answer for refused, withdrawn, expired, erased and never asked; only the organisation that had a consent is
 * told that it has ended.
 */
export function refusalOf(ended: boolean): Problem {
  return new Problem('consent-required', ended ? { detail: 'A consent for this has ended.' } : {});
}

/** What leaves of a record: the fields released, on the days released, and nothing a provider keeps back. */
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

/** Items as an answer holds them: lists of its own. */
export const copied = <T extends { readonly category: string; readonly fields: readonly string[] }>(
  items: readonly T[],
) => items.map((item) => ({ ...item, fields: [...item.fields] }));
