import { shardOf } from '../../domain/identifiers.ts';
import { type Key, rangePk, vaultPrefix } from '../../model/key-registry.ts';
import { as, type RecordRow } from '../../model/rows.ts';
import { type Page, queryPage } from '../../platform/dynamodb/reads.ts';
import { shortCodeOf } from '../../stores/keys/short-code.ts';

/** Where a read goes on: at which category, and behind which row of it. */
export interface Position {
  readonly category: number;
  readonly after?: Key | undefined;
}

/** Sealed records of one page, and where the next one starts. */
export interface RecordPage {
  readonly rows: readonly RecordRow[];
  readonly next?: Position | undefined;
}

const pageBytes = 1024 * 1024;

/** Reads the records of the categories from a position on: one query each, all at once. */
export function readRecords(
  tenant: string,
  individual: string,
  categories: readonly string[],
  { category: first, after }: Position,
): Promise<Page[]> {
  return Promise.all(
    categories.slice(first).map((category, i) =>
      queryPage({
        table: 'vault',
        pk: rangePk(tenant, shardOf(individual)),
        prefix: vaultPrefix.recordsOf(individual, shortCodeOf(individual, category)),
        start: i === 0 && after ? { pk: after.pk, sk: after.sk } : undefined,
      }),
    ),
  );
}

/** Cuts what was read to one page of at most 1 MiB of sealed bytes, in the order of the categories. */
export function cut(pages: readonly Page[], first: number): RecordPage {
  const rows: RecordRow[] = [];
  let bytes = 0;
  let last: Position = { category: first };
  for (const [i, page] of pages.entries()) {
    const category = first + i;
    for (const row of page.rows) {
      const record = as<RecordRow>(row);
      bytes += record.sealed.length;
      if (bytes > pageBytes && rows.length > 0) return { rows, next: last };
      rows.push(record);
      last = { category, after: { pk: row.pk, sk: row.sk } };
    }
    if (page.next) return { rows, next: { category, after: page.next as unknown as Key } };
    last = { category: category + 1 };
  }
  return { rows };
}
