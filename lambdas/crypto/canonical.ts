import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The RFC 8785 bytes of a JSON value, the form in which values are hashed, signed and bound to what is sealed.
 * Members that are `undefined` are left out, as by `JSON.stringify`. Texts are not normalised.
 * @throws TypeError for what JSON cannot express: `undefined`, functions, NaN, infinities, lone surrogates, cycles
 */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

const encoder = new TextEncoder();

/** SHA-256 of a JSON value's RFC 8785 bytes, in hex. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalBytes(value)).digest('hex');
}

function canonicalText(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new TypeError('not a JSON value', { cause });
  }
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}
