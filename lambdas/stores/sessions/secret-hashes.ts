import { sameHash, secretHash } from '../../crypto/one-time.ts';
import { recordHash } from '../../crypto/statement.ts';

/** How the secret of a link or session stands in the key of its row. */
export function rowHash(secret: string): string {
  return secretHash(secret);
}

/** How a code stands in the row of the session it was sent for: useless in any other. */
export function codeHash(session: string, code: string): string {
  return secretHash(`${session}\n${code}`);
}

/** Whether two hashes are the same, in a time that says nothing about where they differ. */
export function same(a: string, b: string): boolean {
  return sameHash(a, b);
}

/** SHA-256 of a value's RFC 8785 bytes, in hex: of what was shown, and of a decision as it came. */
export function contentHash(value: unknown): string {
  return recordHash(value);
}
