import { openCursor, sealCursor } from '../../crypto/cursor.ts';
import { Problem } from '../../domain/problems.ts';
import type { KeyRange, Row } from '../../platform/dynamodb/key.ts';
import { type Page, queryAll, queryPage, type Range, read } from '../../platform/dynamodb/reads.ts';

/** Which page of which list is requested; the cursor opens only for the same list and caller. */
export interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** The cursor secret of the tenant, or of the operator. */
  readonly secret: Uint8Array;
  /** What the cursor is valid for: operation, tenant, caller, filters. */
  readonly binding: string;
}

const queriesAtMost = 20;
/** How many rows a query reads after the first one of a page, whose rows were not all accepted. */
const rowsReadOn = 100;

/**
 * One page of a list: at most `limit` rows of a range that `keep` accepts, in the order of the range, and the cursor
 * of the next page. Rows of the index are read again from the table, consistently. It reads on until one more row is
 * accepted (then there is a next page) or the range ends (then there is none), so that rows that are not accepted,
 * such as those of other organisations, show neither in the page nor in its cursor. Only after some 2,000 rows the
 * page ends where it is.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export async function listPage<T>(
  range: Omit<Range, 'start' | 'limit'>,
  { limit, cursor, secret, binding }: Paging,
  keep: (row: Row) => T | undefined | Promise<T | undefined>,
): Promise<{ items: T[]; next?: string }> {
  const items: T[] = [];
  let last: Row | undefined;
  let start =
    cursor === undefined ? undefined : openPosition<Record<string, string>>(secret, binding, cursor);
  for (let queries = 0; queries < queriesAtMost; queries++) {
    const page = await queryPage({ ...range, start, limit: queries === 0 ? limit + 1 : rowsReadOn });
    for (const row of await wholeRows(range, page)) {
      const item = await keep(row);
      if (item === undefined) continue;
      if (last && items.length === limit)
        return { items, next: sealPosition(secret, binding, placeIn(range, last)) };
      items.push(item);
      last = row;
    }
    start = page.next;
    if (!start) return { items };
  }
  return { items, next: sealPosition(secret, binding, start) };
}

/** The key of a row in a range, after which a query goes on. */
function placeIn({ index }: Omit<Range, 'start' | 'limit'>, { pk, sk, listPk, listSk }: Row) {
  return index ? { pk, sk, listPk, listSk } : { pk, sk };
}

/**
 * One page of the listed rows of one range, newest first, read consistently; for ranges that are bounded by design,
 * such as the consents of one individual. Rows without a position in a list are left out.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export function newestPage<T>(
  range: KeyRange,
  paging: Paging,
  keep: (row: Row) => T | undefined,
): Promise<{ items: T[]; next?: string }> {
  return newestItems(range, paging, (row) => {
    const item = typeof row.listSk === 'string' ? keep(row) : undefined;
    return item === undefined ? undefined : { place: String(row.listSk), item };
  });
}

/** An item of a list, and its position: instant and id. */
export interface ListItem<T> {
  readonly place: string;
  readonly item: T;
}

/**
 * The same for rows whose position in the list the caller gives.
 * @param entry the item that a row is listed as; undefined when it is not listed.
 */
export async function newestItems<T>(
  range: KeyRange,
  { limit, cursor, secret, binding }: Paging,
  entry: (row: Row) => ListItem<T> | undefined,
): Promise<{ items: T[]; next?: string }> {
  const from =
    cursor === undefined ? undefined : openPosition<{ readonly before: string }>(secret, binding, cursor);
  const kept = (await queryAll(range))
    .flatMap((row) => entry(row) ?? [])
    .filter(({ place }) => from === undefined || place < from.before)
    .sort((a, b) => (a.place < b.place ? 1 : -1));
  const page = kept.slice(0, limit);
  const last = kept.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map(({ item }) => item),
    ...(last && { next: sealPosition(secret, binding, { before: last.place }) }),
  };
}

async function wholeRows(range: Omit<Range, 'start' | 'limit'>, page: Page): Promise<Row[]> {
  if (!range.index) return page.rows;
  const rows = await read(page.rows.map(({ pk, sk }) => ({ table: range.table, key: { pk, sk } })));
  return rows.filter((row): row is Row => row !== undefined);
}

/** A position as a cursor that opens only for the same list and caller. */
export function sealPosition(secret: Uint8Array, binding: string, position: unknown): string {
  return sealCursor(secret, binding, position);
}

/**
 * The position in a cursor.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export function openPosition<T extends object>(secret: Uint8Array, binding: string, cursor: string): T {
  const position = openCursor(secret, binding, cursor);
  if (typeof position !== 'object' || position === null)
    throw new Problem('invalid-request', {
      errors: [{ pointer: '/cursor', detail: 'not a cursor of this list' }],
    });
  return position as T;
}
