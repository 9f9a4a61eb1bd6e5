/** A primary key of any table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A row as it is stored: its key and its attributes. */
export type Row = Key & Record<string, unknown>;

/** What to read: a row by its key, from a table by its logical name. */
export interface Wanted {
  readonly table: string;
  readonly key: Key;
}

/** A contiguous range of one table: a whole partition, or what starts with a prefix in it. */
export interface KeyRange {
  readonly table: string;
  readonly pk: string;
  readonly prefix?: string | undefined;
}
