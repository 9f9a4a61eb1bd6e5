import { plusTables, type TableCounts } from '../counts.ts';

/** What a removal has counted: what there was, and what it has deleted. */
export interface Counted {
  readonly existed: TableCounts;
  readonly deleted: TableCounts;
  /** When all that existed was counted. */
  readonly at?: string | undefined;
}

/**
 * What an erasure has counted once a restore has removed the individual's rows from the copy: they are the last that
 * there were.
 * @param before what it had counted at the restore point.
 * @param removed rows that the copy had of them.
 */
export function countedAgain(before: Counted | undefined, removed: TableCounts, at: string): Counted {
  const deleted = plusTables(before?.deleted ?? {}, removed);
  return before?.at === undefined ? { existed: deleted, deleted, at } : { ...before, deleted };
}
