import { shortCode } from '../../crypto/keyed-hash.ts';
import { bitsOf } from '../../domain/identifiers.ts';

/** How a category or purpose stands in the keys of an individual: 64 bits in hex that differ for each person. */
export function shortCodeOf(individual: string, code: string): string {
  return shortCode(bitsOf(individual), code);
}
