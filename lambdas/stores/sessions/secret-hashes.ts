import { sameHash, secretHash } from '../../crypto/one-time.ts';
import { recordHash } from '../../crypto/statement.ts';

/** The hash of a link's or session's secret in the key of its row. */
export function rowHash(secret: string): string {
  return secretHash(secret);
}

/** The hash of a code in the row of the link it was sent for; it matches for no other link. */
export function codeHash(link: string, code: string): string {
  return secretHash(`${link}\n${code}`);
}

/** Whether two hashes are equal, compared in constant time. */
export function same(a: string, b: string): boolean {
  return sameHash(a, b);
}

/** SHA-256 of a value's RFC 8785 bytes, in hex: for what was shown, and for a decision as received. */
export function contentHash(value: unknown): string {
  return recordHash(value);
}
