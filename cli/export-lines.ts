import type { LineCounts } from '../lambdas/domain/exports/manifest.ts';
import { plusCounts } from '../lambdas/domain/exports/manifest.ts';

/**
 * How many lines of each kind a part has.
 * @throws Error for a line that is no JSON object with a kind
 */
export function countLines(text: string): LineCounts {
  let counts: LineCounts = {};
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const { kind } = JSON.parse(line) as { readonly kind?: unknown };
    if (typeof kind !== 'string') throw new Error('a line without a kind');
    counts = plusCounts(counts, { [kind]: 1 });
  }
  return counts;
}

/** Whether two counts are the same. */
export function sameCounts(one: LineCounts, other: LineCounts): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (kind) => one[kind] === other[kind],
  );
}
