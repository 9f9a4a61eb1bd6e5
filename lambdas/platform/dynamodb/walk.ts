import type { KeyRange, Row } from './key.ts';
import { queryPage } from './reads.ts';

/** A range with a name that identifies it in a walk: always the same for the same range, and without ids. */
export interface NamedRange extends KeyRange {
  readonly name: string;
}

/**
 * Rows in a page: large enough that there are few queries compared with batches, small enough that seventeen pages
 * fit in memory.
 */
const pageRows = 500;
/** Items in a batch. A page is a whole number of batches, so that no batch is sent half full. */
const batch = 25;

/**
 * How far each range has been read: the sort key of the last row seen, or null at the end of the range; a range that
 * is not named here has not been started.
 */
export type Positions = Readonly<Record<string, string | null>>;

/** Called for each page of a range, before the next page is read. */
type Visit<R extends NamedRange> = (range: R, rows: Row[]) => Promise<void> | void;

/**
 * Walks through ranges page by page, all ranges at once, reading consistently and keeping one page of each in memory.
 * Stops between pages when the time is up.
 * @returns the positions to continue from; `finished` tells whether every range is at its end
 */
export async function walkRanges<R extends NamedRange>(
  ranges: readonly R[],
  from: Positions,
  options: { readonly attributes: readonly string[]; readonly timeIsUp: () => boolean },
  visit: Visit<R>,
): Promise<{ readonly positions: Positions; readonly finished: boolean }> {
  const positions: Record<string, string | null> = { ...from };
  await Promise.all(
    ranges.map(async (range) => {
      const { name, table, pk, prefix } = range;
      while (positions[name] !== null && !options.timeIsUp()) {
        const last = positions[name];
        const page = await queryPage({
          table,
          pk,
          prefix,
          attributes: options.attributes,
          start: typeof last === 'string' ? { pk, sk: last } : undefined,
          limit: pageRows,
        });
        const rows = page.next ? wholeBatches(page.rows) : page.rows;
        await visit(range, rows);
        positions[name] = page.next ? (rows.at(-1)?.sk ?? page.next.sk ?? null) : null;
      }
    }),
  );
  return { positions, finished: ranges.every(({ name }) => positions[name] === null) };
}

function wholeBatches(rows: Row[]): Row[] {
  const rest = rows.length % batch;
  return rows.length > batch ? rows.slice(0, rows.length - rest) : rows;
}

/** The rows of a range in order, starting after a sort key, read consistently. Keeps one page in memory. */
export async function* rowsOf(
  { table, pk, prefix }: KeyRange,
  attributes: readonly string[],
  from?: string | undefined,
): AsyncGenerator<Row> {
  let start: Record<string, string> | undefined = from === undefined ? undefined : { pk, sk: from };
  do {
    const page = await queryPage({ table, pk, prefix, attributes, start, limit: pageRows });
    yield* page.rows;
    start = page.next;
  } while (start);
}
