import { type Counts, countsOf } from '../lambdas/domain/counts.ts';

/**
 * How many lines of each kind a part has.
 * @throws Error for a line that is no JSON object with a kind
 */
export function countLines(text: string): Counts {
  return countsOf(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map(kindOf),
  );
}

function kindOf(line: string): string {
  const { kind } = JSON.parse(line) as { readonly kind?: unknown };
  if (typeof kind !== 'string') throw new Error('a line without a kind');
  return kind;
}
