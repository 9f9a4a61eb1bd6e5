import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey, keyOf } from './key-derivation.ts';

const version = 1;
const saltStart = 1;
const nonceStart = saltStart + 16;
const textStart = nonceStart + 12;
const tagLength = 16;

/** How many bytes an envelope is longer than what it holds: version 1, salt 16, nonce 12, tag 16. */
export const envelopeOverhead = textStart + tagLength;

/**
 * Encrypts under a new key derived from `key` with a random salt, so that no key is used for too many nonces. Format:
 * version byte 1 ‖ salt 16 ‖ nonce 12 ‖ ciphertext ‖ tag 16.
 * @param info separates the envelopes of different uses of one key.
 * @param bound authenticated, but not part of the envelope.
 */
export function encrypt(key: Uint8Array, info: string, bound: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const envelope = new Uint8Array(plaintext.length + envelopeOverhead);
  envelope[0] = version;
  envelope.set(randomBytes(textStart - saltStart), saltStart);
  const ownKey = deriveKey(key, envelope.subarray(saltStart, nonceStart), info);
  try {
    const cipher = createCipheriv('aes-256-gcm', keyOf(ownKey), envelope.subarray(nonceStart, textStart));
    cipher.setAAD(bound);
    envelope.set(cipher.update(plaintext), textStart);
    cipher.final();
    envelope.set(cipher.getAuthTag(), textStart + plaintext.length);
    return envelope;
  } finally {
    ownKey.fill(0);
  }
}

/**
 * Opens what `encrypt` made with the same key, info and bound bytes.
 * @throws Error when anything differs; no plaintext is returned before everything has been verified
 */
export function decrypt(key: Uint8Array, info: string, bound: Uint8Array, envelope: Uint8Array): Uint8Array {
  if (envelope.length < envelopeOverhead || envelope[0] !== version) throw new Error('not an envelope');
  const tagStart = envelope.length - tagLength;
  const ownKey = deriveKey(key, envelope.subarray(saltStart, nonceStart), info);
  try {
    const nonce = envelope.subarray(nonceStart, textStart);
    const decipher = createDecipheriv('aes-256-gcm', keyOf(ownKey), nonce, { authTagLength: tagLength });
    decipher.setAAD(bound);
    decipher.setAuthTag(envelope.subarray(tagStart));
    const plaintext = decipher.update(envelope.subarray(textStart, tagStart));
    try {
      decipher.final();
    } catch (cause) {
      plaintext.fill(0);
      throw cause;
    }
    return plaintext;
  } finally {
    ownKey.fill(0);
  }
}
