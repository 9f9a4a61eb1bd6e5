import type { Category } from '../../domain/catalogue/category.ts';
import { shardOf } from '../../domain/identifiers.ts';
import type { RecordContent } from '../../domain/records/record.ts';
import type { Language } from '../../domain/values.ts';
import { sentencesIn } from '../../domain/wording/languages.ts';
import { fieldsIn, labelOf } from '../../domain/wording/shown.ts';
import { rangePk } from '../../model/key-registry.ts';
import { as, type RecordRow } from '../../model/rows.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';
import { categories } from '../catalogue/catalogue.ts';
import type { Sealer } from '../keys/keyring.ts';

/** Sealed bytes that one answer opens at most: a Lambda's answer may have 6 MB. */
const bytesAtMost = 3 * 1024 * 1024;

/** Where a reading of ranges goes on. */
export interface RecordPosition {
  readonly range: number;
  readonly start?: Record<string, string> | undefined;
}

/** Records of an individual, opened, and where to go on when there are more than one answer holds. */
export interface RecordsRead {
  readonly records: readonly RecordContent[];
  readonly next?: RecordPosition | undefined;
}

/**
 * Reads and opens the records below some sort-key prefixes of an individual, from a position on.
 * @param sealer of the individual's use `record`.
 */
export async function readRecords(
  tenant: string,
  individual: string,
  sealer: Sealer,
  prefixes: readonly string[],
  from: RecordPosition = { range: 0 },
): Promise<RecordsRead> {
  const records: RecordContent[] = [];
  let bytes = 0;
  let { start } = from;
  for (let range = from.range; range < prefixes.length; range++) {
    do {
      if (bytes > bytesAtMost) return { records, next: { range, start } };
      const page = await queryPage({
        table: 'vault',
        pk: rangePk(tenant, shardOf(individual)),
        prefix: prefixes[range],
        start,
      });
      for (const row of page.rows) {
        const { id, version, sealed } = as<RecordRow>(row);
        bytes += sealed.length;
        records.push(sealer.open<RecordContent>('record', id, version, sealed).release());
      }
      start = page.next;
    } while (start);
  }
  return { records };
}

/** Categories of records, by code. */
export function categoriesOf(tenant: string, records: readonly RecordContent[]) {
  return categories(tenant, [...new Set(records.map(({ category }) => category))]);
}

/** Newest first. */
export function newestFirst(records: readonly RecordContent[]): RecordContent[] {
  return records.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

/**
 * A record as its individual reads it. One that a provider has marked stands there without its values, as
 * something to be discussed first.
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
      return value === undefined ? [] : [{ ...field, value }];
    }),
  };
}
