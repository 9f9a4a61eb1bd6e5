import type { RecordContent } from '../../domain/records/record.ts';
import { type RecordRow, recordContent, recordRow, recordsOf } from '../../model/record-rows.ts';
import type { Sealer } from '../../model/row.ts';
import type { Key, KeyRange } from '../../platform/dynamodb/key.ts';
import { type Page, queryPage } from '../../platform/dynamodb/reads.ts';
import { shortCodeOf } from '../keys/short-code.ts';

/** Where reading continues: in which range, and after which row of it. */
export interface RecordPosition {
  readonly range: number;
  readonly after?: Key | undefined;
}

/** The sealed records of one page, and where the next page starts. */
export interface RecordPage {
  readonly rows: readonly RecordRow[];
  readonly next?: RecordPosition | undefined;
}

/** The ranges of an individual's records: one for each category named, or one for all. */
export function recordRanges(
  tenant: string,
  individual: string,
  categories?: readonly string[],
): readonly KeyRange[] {
  if (!categories) return [recordsOf(tenant, individual)];
  return categories.map((category) => recordsOf(tenant, individual, shortCodeOf(individual, category)));
}

/** Reads sealed records from a position on: one query for each range, all at once. */
export function readRecords(ranges: readonly KeyRange[], from: RecordPosition): Promise<Page[]> {
  const { range: first, after } = from;
  return Promise.all(
    ranges
      .slice(first)
      .map((range, i) =>
        queryPage({ ...range, start: i === 0 && after ? { pk: after.pk, sk: after.sk } : undefined }),
      ),
  );
}

/**
 * Cuts the rows read from a position to one page, in the order of the ranges: as many records as have `bytesAtMost`
 * sealed bytes together, and at least one.
 */
export function pageOf(pages: readonly Page[], from: RecordPosition, bytesAtMost: number): RecordPage {
  const rows: RecordRow[] = [];
  let bytes = 0;
  let last = from;
  for (const [i, page] of pages.entries()) {
    const range = from.range + i;
    for (const row of page.rows) {
      const record = recordRow.from(row);
      bytes += record.sealed.length;
      if (bytes > bytesAtMost && rows.length > 0) return { rows, next: last };
      rows.push(record);
      last = { range, after: { pk: row.pk, sk: row.sk } };
    }
    if (page.next) return { rows, next: { range, after: keyIn(page.next) } };
    last = { range: range + 1 };
  }
  return { rows };
}

/** Opens the records of a page; each is returned with its row. */
export function openPage(
  { rows }: RecordPage,
  sealer: Sealer,
): { readonly record: RecordRow; readonly content: RecordContent }[] {
  return rows.map((record) => ({ record, content: recordContent.open(sealer, record).release() }));
}

/**
 * Reads and opens records from a position on, as many as have `bytesAtMost` sealed bytes together, and at least one.
 * @param sealer of the individual's use `record`.
 */
export async function openRecords(
  ranges: readonly KeyRange[],
  sealer: Sealer,
  bytesAtMost: number,
  from: RecordPosition = { range: 0 },
): Promise<{ readonly records: readonly RecordContent[]; readonly next?: RecordPosition | undefined }> {
  const records: RecordContent[] = [];
  let left = bytesAtMost;
  let next: RecordPosition | undefined = from;
  while (next && left > 0) {
    const page = pageOf(await readRecords(ranges, next), next, left);
    for (const { record, content } of openPage(page, sealer)) {
      left -= record.sealed.length;
      records.push(content);
    }
    next = page.next;
  }
  return { records, next };
}

function keyIn({ pk, sk }: Record<string, string>): Key {
  if (pk === undefined || sk === undefined) throw new Error('a position of a table has both parts of a key');
  return { pk, sk };
}
