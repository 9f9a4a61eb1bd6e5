import type { List } from '../../model/places.ts';
import type { KeyRange, Row } from '../../platform/dynamodb/key.ts';
import { queryRows, read } from '../../platform/dynamodb/reads.ts';

/** Rows of a list, newest first, and whether there are more after them. */
interface Stretch {
  readonly rows: readonly Row[];
  /** The place of the last row that was looked at; absent when the list ends here. */
  readonly last?: string | undefined;
}

/** Where a list gets its rows from: so many after a place, or from its beginning; and the place of a row. */
export interface Source {
  after(place: string | undefined, count: number): Promise<Stretch>;
  placeOf(row: Row): string;
}

/** Rows of one range, whose sort keys are in the order of time, newest first; read consistently. */
export const newestIn = (range: KeyRange): Source => inOrder(range, true);

/** Rows of one range in the order of their sort keys, or backwards; read consistently. */
export function inOrder(range: KeyRange, backwards = false): Source {
  const { pk } = range;
  return {
    placeOf: ({ sk }) => sk,
    async after(place, count) {
      const start = place === undefined ? undefined : { pk, sk: place };
      const { rows, next } = await queryRows({ ...range, backwards, start }, count);
      return { rows, last: next && rows.at(-1)?.sk };
    },
  };
}

/**
 * Rows of a sorted list. All of its partitions are asked at once for as many places as are wanted in all, so that the
 * newest of them together are the newest there are; then the rows themselves are read from the table, consistently.
 */
export function listed({ table, partitions, prefix }: List): Source {
  const placeOf = ({ listSk }: Row) => String(listSk);
  return {
    placeOf,
    async after(place, count) {
      const parts = await Promise.all(
        partitions.map((pk) =>
          // The row at the place itself is among what is read.
          queryRows(
            { table, pk, index: 'listing', prefix, before: place, backwards: true },
            place === undefined ? count : count + 1,
          ),
        ),
      );
      const places = parts
        .flatMap(({ rows }) => rows)
        .filter((row) => placeOf(row) !== place)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
      const newest = places.slice(0, count);
      const rows = await read(newest.map(({ pk, sk }) => ({ table, key: { pk, sk } })));
      const ends = places.length === newest.length && parts.every(({ next }) => next === undefined);
      const final = newest.at(-1);
      return {
        rows: rows.filter((row): row is Row => row !== undefined),
        last: ends || !final ? undefined : placeOf(final),
      };
    },
  };
}
