import { secretHash } from '../../crypto/one-time.ts';

export { contentHash } from '../../crypto/canonical.ts';
export { sameHash, secretHash } from '../../crypto/one-time.ts';

/** The hash of a code in the row of the link it was sent for; it matches for no other link. */
export function codeHash(link: string, code: string): string {
  return secretHash(`${link}\n${code}`);
}
