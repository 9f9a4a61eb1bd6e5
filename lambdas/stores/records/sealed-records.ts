import type { RecordContent } from '../../domain/records/record.ts';
import { type RecordRow, recordContent, recordRow, recordsOf } from '../../model/record-rows.ts';
import type { Sealer, Stored } from '../../model/row.ts';
import type { KeyRange } from '../../platform/dynamodb/key.ts';
import { type Page, queryPage } from '../../platform/dynamodb/reads.ts';
import { shortCodeOf } from '../keys/short-code.ts';

/** A record as it lies in its range, opened. */
export interface OpenRecord {
  readonly record: Stored<RecordRow>;
  readonly content: RecordContent;
}

/** Where reading continues: in which range, and after which of its rows. Every position is written equally long. */
export interface RecordPosition {
  readonly range: number;
  /** The rest of the row's sort key, after the prefix of the range. */
  readonly after?: string | undefined;
}

/** The part of records that a reader gets in one answer, and where the next answer starts. */
export interface ShownPage<T> {
  readonly items: readonly T[];
  readonly next?: RecordPosition | undefined;
}

/** How to show records to a reader: for each the part they get, or undefined when they get nothing of it. */
export type Show<T> = (
  records: readonly OpenRecord[],
) => readonly (T | undefined)[] | Promise<readonly (T | undefined)[]>;

/** How many sealed bytes are read on of which a reader gets nothing: since the last record they got, and in a call. */
const barrenBytes = 8 * 1024 * 1024;
const barrenBytesOfCall = 32 * 1024 * 1024;

/** The ranges of an individual's records: one for each category named, or one for all. */
export function recordRanges(
  tenant: string,
  individual: string,
  categories?: readonly string[],
): readonly KeyRange[] {
  if (!categories) return [recordsOf(tenant, individual)];
  return categories.map((category) => recordsOf(tenant, individual, shortCodeOf(individual, category)));
}

/** Reads the first sealed records of each range from a position on: one query for each, all at once. */
export function readRecords(ranges: readonly KeyRange[], from: RecordPosition): Promise<Page[]> {
  return Promise.all(
    ranges.slice(from.range).map((range, i) => queryPage({ ...range, start: startIn(range, i === 0, from) })),
  );
}

function startIn({ pk, prefix = '' }: KeyRange, first: boolean, { after }: RecordPosition) {
  return first && after !== undefined ? { pk, sk: `${prefix}${after}` } : undefined;
}

/**
 * Fills one page with what a reader gets, in the order of the ranges: as many records as have `bytesAtMost` bytes
 * together as JSON, and at least one. It reads on until one more record is seen of which the reader gets something
 * (then there is a next page) or the ranges end (then there is none), so that neither the cut nor the position tells
 * of anything else. Only when 8 MiB in a row, or 32 MiB in all, give the reader nothing, the page ends there.
 * @param first what `readRecords` read from the same position.
 * @param sealer of the individual's use `record`.
 */
export async function shownPage<T>(
  ranges: readonly KeyRange[],
  from: RecordPosition,
  first: readonly Page[],
  sealer: Sealer,
  show: Show<T>,
  bytesAtMost: number,
): Promise<ShownPage<T>> {
  const items: T[] = [];
  let bytes = 0;
  let barren = 0;
  let barrenOfCall = 0;
  let last: RecordPosition | undefined;
  for await (const { range, after, item, sealedBytes } of shownRows(ranges, from, first, sealer, show)) {
    if (item === undefined) {
      barren += sealedBytes;
      barrenOfCall += sealedBytes;
      if (barren > barrenBytes || barrenOfCall > barrenBytesOfCall) return { items, next: { range, after } };
      continue;
    }
    barren = 0;
    bytes += Buffer.byteLength(JSON.stringify(item));
    if (bytes > bytesAtMost && last) return { items, next: last };
    items.push(item);
    last = { range, after };
  }
  return { items };
}

async function* shownRows<T>(
  ranges: readonly KeyRange[],
  from: RecordPosition,
  first: readonly Page[],
  sealer: Sealer,
  show: Show<T>,
) {
  for (const [i, page] of first.entries()) {
    const range = from.range + i;
    const own = ranges[range];
    if (!own) throw new Error('a page belongs to a range');
    for (let rest: Page | undefined = page; rest; ) {
      const opened = rest.rows
        .map((row) => recordRow.from(row))
        .filter(({ stale }) => !stale)
        .map((record): OpenRecord => ({ record, content: recordContent.open(sealer, record).release() }));
      const items = await show(opened);
      for (const [j, { record }] of opened.entries())
        yield {
          range,
          after: record.sk.slice(own.prefix?.length ?? 0),
          item: items[j],
          sealedBytes: record.sealed.length,
        };
      rest = rest.next && (await queryPage({ ...own, start: rest.next }));
    }
  }
}

/** Reads, opens and fills the page after a position; see `shownPage`. */
export async function readShownPage<T>(
  ranges: readonly KeyRange[],
  from: RecordPosition,
  sealer: Sealer,
  show: Show<T>,
  bytesAtMost: number,
): Promise<ShownPage<T>> {
  return shownPage(ranges, from, await readRecords(ranges, from), sealer, show, bytesAtMost);
}
