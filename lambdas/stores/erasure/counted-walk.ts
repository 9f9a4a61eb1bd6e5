import { plusTables, type TableCounts } from '../../domain/counts.ts';
import type { Tally } from '../../model/erasure-rows.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { newPace, type Pace } from '../../platform/dynamodb/pace.ts';
import { oneAtATime } from '../../platform/dynamodb/together.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import type { ErasureRange } from './scope.ts';

/** How far each range is done, and up to where its rows are counted: always further, by a stretch at most. */
export interface Marks {
  readonly done: Positions;
  readonly counted: Positions;
}

/** A step of a removal that counts the rows it meets, and saves how far it has come. */
export interface CountedWork {
  readonly from: Marks;
  readonly tally: Tally;
  readonly timeIsUp: () => boolean;
  /** Saves marks and tally together; without marks the step is done. */
  readonly save: (tally: Tally, marks?: Marks) => Promise<void>;
}

/** What a counted walk does with each stretch. */
export interface Stretchwise {
  readonly ranges: readonly ErasureRange[];
  readonly attributes: readonly string[];
  /** The rows of a stretch by kind, for the tally. */
  counts(range: ErasureRange, rows: Row[]): TableCounts | Promise<TableCounts>;
  /** Which counts they are added to. */
  readonly into: readonly ('existed' | 'deleted')[];
  /** Changes the rows. Returns whether it was done in time; it is repeated otherwise, and after a crash. */
  act(range: ErasureRange, rows: Row[], pace: Pace): Promise<boolean>;
}

/**
 * Walks through ranges and counts each row once, ahead of what is done to it: the totals and the end of the stretch
 * are saved first, so that after a crash the rows before that end are done again and not counted again.
 * @returns the work as it stands, and whether all ranges are at their end
 */
export async function walkCounting(
  work: CountedWork,
  { ranges, attributes, counts, into, act }: Stretchwise,
): Promise<{ readonly work: CountedWork; readonly finished: boolean }> {
  const done: Record<string, string | null> = { ...work.from.done };
  const counted: Record<string, string | null> = { ...work.from.counted };
  let tally = work.tally;
  const marks = (): Marks => ({ done: { ...done }, counted: { ...counted } });
  const save = oneAtATime(() => work.save(tally, marks()));
  const writing = newPace(work.timeIsUp);
  const { finished } = await walkRanges(
    ranges,
    done,
    { attributes, pace: newPace(work.timeIsUp), save },
    async (range, rows, end) => {
      const { name } = range;
      const fresh = rows.filter(({ sk }) => isAfter(sk, counted[name]));
      if (fresh.length > 0) {
        const more = await counts(range, fresh);
        for (const which of into) tally = { ...tally, [which]: plusTables(tally[which], more) };
        counted[name] = end;
        await save();
      }
      if (!(await act(range, rows, writing))) return false;
      done[name] = end;
      return true;
    },
  );
  return { work: { ...work, from: marks(), tally }, finished };
}

/** Positions are sort keys, in ASCII, so that they compare as the tables sort them. */
function isAfter(sk: string, position: string | null | undefined): boolean {
  return position === undefined || (position !== null && sk > position);
}
