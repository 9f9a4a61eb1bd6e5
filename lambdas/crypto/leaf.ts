import { createHash, createHmac } from 'node:crypto';
import type { AuditEntry } from '../domain/evidence/audit.ts';
import { canonicalBytes } from './canonical.ts';
import { keyOf } from './key-derivation.ts';

/** The Merkle leaf hash of an audit entry (RFC 6962, section 2.1), in hex: SHA-256(0x00 ‖ RFC 8785 bytes). */
export function leafHash(entry: AuditEntry): string {
  return createHash('sha256').update(leafPrefix).update(canonicalBytes(entry)).digest('hex');
}

/**
 * A commitment to a payload, in hex: HMAC-SHA-256 of its RFC 8785 bytes under a random salt. Once the salt is
 * deleted, the commitment says nothing about the payload.
 * @param salt at least 16 random bytes, kept sealed together with the payload.
 */
export function payloadCommit(salt: Uint8Array, payload: unknown): string {
  if (salt.length < 16 || salt.length > 64) throw new RangeError('expected a salt of 16 to 64 bytes');
  return createHmac('sha256', keyOf(salt)).update(canonicalBytes(payload)).digest('hex');
}

const leafPrefix = Uint8Array.of(0);
