import { createHash, createHmac } from 'node:crypto';
import { canonicalBytes } from './canonical.ts';
import { keyOf } from './key-derivation.ts';

/**
 * The keyed hash by which a value is looked up, in hex: HMAC-SHA-256 under the tenant's index key of the RFC 8785
 * bytes of `[kind, value]`. The value is not normalised here: it must be normalised alike for storing and for looking
 * up.
 */
export function lookupHash(indexKey: Uint8Array, kind: 'reference' | 'address', value: string): string {
  if (indexKey.length !== 32) throw new RangeError('expected an index key of 32 bytes');
  return createHmac('sha256', keyOf(indexKey))
    .update(canonicalBytes([kind, value]))
    .digest('hex');
}

/** A principal's id, in hex: SHA-256 of the RFC 8785 bytes of `[issuer, subject]`. */
export function principalHash(issuer: string, subject: string): string {
  return createHash('sha256')
    .update(canonicalBytes([issuer, subject]))
    .digest('hex');
}

/**
 * The short code of a category or purpose in the keys of an individual's rows: the first 64 bits, in hex, of SHA-256
 * over the individual's 16 bytes and the code. Someone who reads the table can guess codes; see docs/limits.md.
 * @param individualBits the 32 hex digits of the individual's id.
 */
export function shortCode(individualBits: string, code: string): string {
  return createHash('sha256')
    .update(bytesOfHex(individualBits, 16))
    .update(code, 'utf8')
    .digest('hex')
    .slice(0, 16);
}

/**
 * The pseudonym of an object in the audit log, in hex: HMAC-SHA-256 of its id under an audit secret.
 * @param secret 64 hex digits: the individual's audit secret, or the tenant's.
 */
export function objectRef(secret: string, id: string): string {
  return createHmac('sha256', keyOf(bytesOfHex(secret, 32)))
    .update(id, 'utf8')
    .digest('hex');
}

/**
 * The pseudonym of an individual in the audit log, in hex: HMAC-SHA-256 of `ref`, which no object is called, under
 * their audit secret.
 */
export function individualRef(secret: string): string {
  return objectRef(secret, 'ref');
}

/**
 * The salt, in hex, under which an individual stands in the attestation of their erasure: HMAC-SHA-256 of `salt` and
 * the attestation's id, with a line break between, under their audit secret. Nobody can make it once that is gone.
 */
export function attestationSalt(secret: string, attestation: string): string {
  return objectRef(secret, `salt\n${attestation}`);
}

/** How an attestation names an individual, in hex: SHA-256 over the salt's hex digits and their id. */
export function saltedPerson(salt: string, individual: string): string {
  return createHash('sha256').update(`${salt}${individual}`, 'utf8').digest('hex');
}

function bytesOfHex(text: string, length: number): Uint8Array {
  if (text.length !== 2 * length || !/^[0-9a-f]*$/.test(text))
    throw new RangeError(`expected ${2 * length} lower-case hex digits`);
  return Buffer.from(text, 'hex');
}
