import type { Category } from '../../domain/catalogue/category.ts';
import type { RecordContent } from '../../domain/records/record.ts';
import type { Language } from '../../domain/values.ts';
import { sentencesIn } from '../../domain/wording/languages.ts';
import { fieldsIn, labelOf } from '../../domain/wording/shown.ts';
import { categories } from '../catalogue/catalogue.ts';

/** How many sealed bytes are opened for one answer to the individual: a Lambda's answer may have 6 MB. */
export const ownBytesAtMost = 3 * 1024 * 1024;

/** The categories of these records, by code. */
export function categoriesOf(tenant: string, records: readonly RecordContent[]) {
  return categories(tenant, [...new Set(records.map(({ category }) => category))]);
}

/** Records, newest first. */
export function newestFirst(records: readonly RecordContent[]): RecordContent[] {
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
