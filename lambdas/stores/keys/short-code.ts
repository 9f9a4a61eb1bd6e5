import { shortCode } from '../../crypto/keyed-hash.ts';
import { bitsOf } from '../../domain/identifiers.ts';

/**
 * The short code of a category or purpose in the keys of an individual's rows: 64 bits in hex, different for each
 * individual.
 */
export function shortCodeOf(individual: string, code: string): string {
  return shortCode(bitsOf(individual), code);
}
