import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/*
 * What the standards say, written from their texts and sharing nothing with `lambdas/crypto`; held against their
 * published figures in `known-answers.test.ts`, and the code under test against them.
 */

export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
/** Bytes counting up from a first one. */
export const counting = (first: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (first + i) % 256);

export const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

/** HMAC-SHA-256, RFC 2104. */
export function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  const pad = (byte: number) => block.map((one) => one ^ byte);
  return sha256(concat(pad(0x5c), sha256(concat(pad(0x36), message))));
}

/** HKDF-SHA-256, RFC 5869. */
export function hkdf(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const extracted = hmac(salt, key);
  let block = new Uint8Array();
  let output = new Uint8Array();
  for (let i = 1; output.length < length; i++) {
    block = new Uint8Array(hmac(extracted, concat(block, info, Uint8Array.of(i))));
    output = new Uint8Array(concat(output, block));
  }
  return output.subarray(0, length);
}

/** AES-256-GCM with a tag of 16 bytes: ciphertext ‖ tag. */
export function gcmSeal(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, text: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(bound);
  return concat(cipher.update(text), cipher.final(), cipher.getAuthTag());
}

/** Opens ciphertext ‖ tag; throws when the tag is not right. */
export function gcmOpen(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, sealed: Uint8Array) {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(-16));
  return concat(decipher.update(sealed.subarray(0, -16)), decipher.final());
}

/** Merkle leaf hash, RFC 6962, section 2.1. */
export const merkleLeaf = (leaf: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(0), leaf));

/** Every copy of some bytes with one bit turned over. */
export function* flippedBits(bytes: Uint8Array): Generator<Uint8Array> {
  for (let i = 0; i < bytes.length * 8; i++) {
    const copy = bytes.slice();
    copy[i >> 3] = (copy[i >> 3] ?? 0) ^ (1 << (i & 7));
    yield copy;
  }
}
