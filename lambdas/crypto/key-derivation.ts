import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const keyLength = 32;

/**
 * HKDF-SHA-256 (RFC 5869): derives a key of 32 bytes from another one. The caller zeroes the result after use.
 * @param info what the derived key is for.
 * @throws RangeError when the key is not 32 bytes long: a truncated key must never be used
 */
export function deriveKey(key: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
  if (key.length !== keyLength) throw new RangeError('expected a key of 32 bytes');
  return new Uint8Array(hkdfSync('sha256', keyOf(key), salt, info, keyLength));
}

/**
 * A key in the form that Node's functions take it in at once. Bytes they take as well, but each time they find out by
 * an error of their own that bytes are no key object, which costs more than the cryptography.
 */
export function keyOf(bytes: Uint8Array): KeyObject {
  return createSecretKey(bytes);
}
