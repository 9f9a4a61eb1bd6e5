import { monotonic } from '../runtime/clock.ts';
import type { KeyRange, Row } from './key.ts';
import type { Pace } from './pace.ts';
import { queryPage } from './reads.ts';
import { together } from './together.ts';

/** A range with a name that identifies it in a walk: always the same for the same range, and without ids. */
export interface NamedRange extends KeyRange {
  readonly name: string;
}

/** Rows in a page at most, so that the pages of all ranges fit in memory. */
const pageRows = 500;
/** Rows in a stretch: a whole number of batches, so that none is sent half full, however few rows fill a page. */
const stretchRows = 1000;
/** Milliseconds after which the positions are saved. */
const saveAfter = 60_000;

/**
 * How far each range has been read: the sort key of the last row seen, or null at the end of the range; a range that
 * is not named here has not been started.
 */
export type Positions = Readonly<Record<string, string | null>>;

/** How to walk. */
export interface Walking {
  readonly attributes: readonly string[];
  /** The pace of the reads. Its time is that of the walk. */
  readonly pace: Pace;
  /** Saves the positions reached: about once a minute, and before an error is passed on. */
  readonly save?: (positions: Positions) => Promise<void>;
}

/**
 * Called for each stretch of a range, before the next one is read.
 * @param end where the stretch ends: a position.
 * @returns whether it is done, or the position up to which it is; false, when the time was up, leaves the range where
 * the stretch began
 */
type Visit<R extends NamedRange> = (
  range: R,
  rows: Row[],
  end: string | null,
) => Promise<boolean | string> | boolean | string;

/**
 * Walks through ranges stretch by stretch, all ranges at once, reading consistently and keeping one stretch of each
 * in memory. Stops between stretches when the time is up; and, when one fails, before the next stretch of any.
 * @returns the positions to continue from; `finished` tells whether every range is at its end
 */
export async function walkRanges<R extends NamedRange>(
  ranges: readonly R[],
  from: Positions,
  { attributes, pace, save = async () => undefined }: Walking,
  visit: Visit<R>,
): Promise<{ readonly positions: Positions; readonly finished: boolean }> {
  const positions: Record<string, string | null> = { ...from };
  let stopped = false;
  let savedAt = monotonic();
  const walk = async (range: R) => {
    const { name } = range;
    while (positions[name] !== null && !stopped && !pace.timeIsUp()) {
      const { rows, end } = await stretch(range, positions[name], attributes, pace);
      const done = await visit(range, rows, end);
      if (done === false) return;
      positions[name] = done === true ? end : done;
      if (monotonic() - savedAt < saveAfter) continue;
      savedAt = monotonic();
      await save(positions);
    }
  };
  try {
    await together(
      ranges.map(async (range) => {
        try {
          await walk(range);
        } catch (error) {
          stopped = true;
          throw error;
        }
      }),
    );
  } catch (error) {
    // What cannot be saved now is walked again; the error that stopped the walk says more.
    await save(positions).catch(() => undefined);
    throw error;
  }
  return { positions, finished: ranges.every(({ name }) => positions[name] === null) };
}

/** Reads the next rows of a range over as many pages as they need, until the time is up. */
async function stretch(
  { table, pk, prefix }: KeyRange,
  after: string | null | undefined,
  attributes: readonly string[],
  pace: Pace,
): Promise<{ readonly rows: Row[]; readonly end: string | null }> {
  const rows: Row[] = [];
  let last = after ?? undefined;
  for (;;) {
    const start = last === undefined ? undefined : { pk, sk: last };
    const limit = Math.min(pageRows, stretchRows - rows.length);
    const page = await pace.call(() => queryPage({ table, pk, prefix, attributes, start, limit }));
    rows.push(...(page?.rows ?? []));
    if (page && !page.next) return { rows, end: null };
    last = page?.next?.sk ?? last;
    if (rows.length >= stretchRows || (pace.timeIsUp() && last !== undefined))
      return { rows, end: last ?? null };
  }
}
