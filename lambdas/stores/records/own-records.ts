import type { Category } from '../../domain/catalogue/category.ts';
import type { RecordContent } from '../../domain/records/record.ts';
import type { Language } from '../../domain/values.ts';
import { sentencesIn } from '../../domain/wording/languages.ts';
import { fieldsIn, labelOf } from '../../domain/wording/shown.ts';
import { categories } from '../catalogue/catalogue.ts';
import type { OpenRecord } from './sealed-records.ts';

/**
 * How many bytes of records one answer to the individual has, as JSON. A Lambda's answer may have 6 MB, and carries the
 * JSON as a text, in which every quote and backslash is written as two bytes.
 */
export const ownBytesAtMost = 2.75 * 1024 * 1024;

/** Gives the categories of records by code; each is read once, a round trip for all that are new. */
export function categoriesOnce(tenant: string) {
  const known = new Map<string, Category | undefined>();
  return async (records: readonly OpenRecord[]): Promise<ReadonlyMap<string, Category | undefined>> => {
    const codes = new Set(records.map(({ content }) => content.category));
    const fresh = [...codes].filter((code) => !known.has(code));
    const found = fresh.length === 0 ? {} : await categories(tenant, fresh);
    for (const code of fresh) known.set(code, found[code]);
    return known;
  };
}

/** Records as shown, newest first. */
export function newestFirst<T extends { readonly date: string }>(records: readonly T[]): T[] {
  return records.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

/**
 * A record as shown to its individual. One that a provider has marked is shown without its values, as something to be
 * discussed first.
 */
export function recordShown(
  record: RecordContent,
  category: Category | undefined,
  fields: readonly string[],
  language: Language,
) {
  const head = {
    category: record.category,
    label: labelOf(record.category, category, language),
    date: record.date,
  };
  if (record.marking)
    return {
      ...head,
      marking: record.marking.kind,
      note: sentencesIn(language).marked[record.marking.kind],
      fields: [],
    };
  return {
    ...head,
    fields: fieldsIn(fields, category, language).flatMap((field) => {
      const value = record.fields[field.code];
      const type = category?.fields.find(({ code }) => code === field.code)?.type ?? 'string';
      return value === undefined ? [] : [{ ...field, type, value }];
    }),
  };
}
