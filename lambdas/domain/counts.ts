/** How many rows, or lines, of each kind. */
export type Counts = Readonly<Record<string, number>>;

/** How many rows of each kind, by table. */
export type TableCounts = Readonly<Record<string, Counts>>;

/** Adds (or subtracts) the counts of two tables, by kind; kinds with a count of zero are left out. */
export function plus(some: Counts, more: Counts, sign: 1 | -1 = 1): Counts {
  const sums = new Map(Object.entries(some));
  for (const [kind, count] of Object.entries(more)) sums.set(kind, (sums.get(kind) ?? 0) + sign * count);
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0).sort(byName));
}

/** The same for all tables. */
export function plusTables(some: TableCounts, more: TableCounts, sign: 1 | -1 = 1): TableCounts {
  const tables = [...new Set([...Object.keys(some), ...Object.keys(more)])].sort();
  return Object.fromEntries(
    tables.map((table) => [table, plus(some[table] ?? {}, more[table] ?? {}, sign)] as const),
  );
}

/** The counts of a list of kinds. */
export function countsOf(kinds: Iterable<string>): Counts {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]) => (a < b ? -1 : 1);
