import { hkdfSync } from 'node:crypto';

const keyLength = 32;

/**
 * HKDF-SHA-256 (RFC 5869): derives a key of 32 bytes from another one. The caller zeroes the result after use.
 * @param info what the derived key is for.
 * @throws RangeError when the key is not 32 bytes long: a truncated key must never be used
 */
export function deriveKey(key: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
  if (key.length !== keyLength) throw new RangeError('expected a key of 32 bytes');
  return new Uint8Array(hkdfSync('sha256', key, salt, info, keyLength));
}
