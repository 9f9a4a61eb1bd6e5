import { openCursor, sealCursor } from '../../crypto/cursor.ts';
import { Problem } from '../../domain/problems.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import type { Source } from './sources.ts';

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
 * One page of a list: at most `limit` rows that `keep` accepts, in the order of the list, and the cursor of the next
 * page, which holds one place. It reads on until one more row is accepted (then there is a next page) or the list ends
 * (then there is none), so that rows that are not accepted, such as those of other organisations, show neither in the
 * page nor in its cursor. Only after some 2,000 rows the page ends where it is.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export async function listPage<T>(
  source: Source,
  { limit, cursor, secret, binding }: Paging,
  keep: (row: Row) => T | undefined | Promise<T | undefined>,
): Promise<{ items: T[]; next?: string }> {
  const items: T[] = [];
  let shown = '';
  let after =
    cursor === undefined
      ? undefined
      : openPosition<{ readonly after: string }>(secret, binding, cursor).after;
  const next = (place: string) => sealPosition(secret, binding, { after: place });
  for (let queries = 0; queries < queriesAtMost; queries++) {
    const { rows, last } = await source.after(after, queries === 0 ? limit + 1 : rowsReadOn);
    for (const row of rows) {
      const item = await keep(row);
      if (item === undefined) continue;
      if (items.length === limit) return { items, next: next(shown) };
      items.push(item);
      shown = source.placeOf(row);
    }
    after = last;
    if (after === undefined) return { items };
  }
  return after === undefined ? { items } : { items, next: next(after) };
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
