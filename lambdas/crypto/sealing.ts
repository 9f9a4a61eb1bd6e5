import { canonicalBytes } from './canonical.ts';
import { decrypt, encrypt } from './envelope.ts';
import { deriveKey } from './key-derivation.ts';

/**
 * What a sealed value belongs to. It is authenticated with the value: if one field differs, the value does not open.
 */
export interface SealContext {
  readonly tenant: string;
  readonly individual: string;
  /** The kind of row, for example `record`. */
  readonly kind: string;
  /** The use of the data key: `record`, `contact`, `case`, `tenant`. */
  readonly use: string;
  readonly id: string;
  readonly version: number;
  readonly keyId: string;
}

/**
 * A sealed value does not open. The error does not say why: truncated, altered, swapped and wrong key look the same
 * to the caller.
 */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor() {
    super('a sealed value does not open');
  }
}

/**
 * The key that seals: HKDF-SHA-256 of the data key with the shard secret as salt. Without either, nothing opens.
 * The caller zeroes it when it is no longer needed.
 */
export function workingKey(dataKey: Uint8Array, shardSecret: Uint8Array): Uint8Array {
  if (shardSecret.length !== 32) throw new RangeError('expected a shard secret of 32 bytes');
  return deriveKey(dataKey, shardSecret, 'habeas/v1/working');
}

/** Seals with AES-256-GCM, format 1 of docs/formats.md; 45 bytes longer than the plaintext. */
export function seal(key: Uint8Array, context: SealContext, plaintext: Uint8Array): Uint8Array {
  return encrypt(key, info, boundTo(context), plaintext);
}

/**
 * Opens a sealed value.
 * @throws SealBroken when it does not open, for whatever reason
 */
export function open(key: Uint8Array, context: SealContext, sealed: Uint8Array): Uint8Array {
  try {
    return decrypt(key, info, boundTo(context), sealed);
  } catch {
    throw new SealBroken();
  }
}

const info = 'habeas/v1/record';

// Rows come from tables and may lack a field: an undefined field must not be left out of what is authenticated.
function boundTo({ tenant, individual, kind, use, id, version, keyId }: SealContext): Uint8Array {
  const bound = { v: 1, tenant, individual, kind, use, id, version, keyId };
  if (Object.values(bound).some((field) => field === undefined))
    throw new TypeError('a field of the context is missing');
  return canonicalBytes(bound);
}
