import type { KeyRange, Row } from './key.ts';
import { queryPage } from './reads.ts';

/** A range that a walk tells apart by its name: the same for the same range always, and without ids. */
export interface NamedRange extends KeyRange {
  readonly name: string;
}

/** Rows of a page: enough that queries are few beside batches, few enough that seventeen pages are small. */
const pageRows = 500;
/** Pages end where a batch ends, so that no batch is sent half full. */
const batch = 25;

/**
 * How far each range has been gone through: the sort key of the last row seen, or null at its end; a range that is
 * not named has not been begun.
 */
export type Positions = Readonly<Record<string, string | null>>;

/** What is done with a page of a range before the next is read. */
type Visit<R extends NamedRange> = (range: R, rows: Row[]) => Promise<void> | void;

/**
 * Goes through ranges page by page, all ranges at once, reading consistently and keeping one page of each in
 * memory. Stops between pages when the time is up.
 * @returns the positions to go on from; `finished` tells whether there is anything left.
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

/**
 * The rows of a range one after another, in order, reading consistently, from after a sort key on. Holds one page.
 */
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
