import type { RequestTerms } from './admission.ts';

/** The parts of a request that are compared. */
export interface Comparable extends Pick<RequestTerms, 'items' | 'period' | 'reads' | 'recipients'> {
  readonly notice: { readonly id: string; readonly version: number };
}

/**
 * Whether two requests of one organisation ask for the same under the same notice version. Message and end are not
 * compared: a repeated request has a newly computed end.
 */
export function sameRequest(a: Comparable, b: Comparable): boolean {
  return essence(a) === essence(b);
}

function essence({ notice, items, period, reads, recipients }: Comparable): string {
  return JSON.stringify([
    [notice.id, notice.version],
    items.map(({ category, fields }) => [category, ...fields]),
    [period?.from ?? null, period?.to ?? null],
    typeof reads === 'string' ? reads : reads.times,
    [...recipients].sort(),
  ]);
}
