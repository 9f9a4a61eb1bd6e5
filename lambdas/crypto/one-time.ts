import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalBytes } from './canonical.ts';

/** What is kept of a link, session or code secret: SHA-256 of its text, in hex. The secret must be random. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Whether two hashes in hex are the same, in a time that says nothing about where they differ. */
export function sameHash(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Tells whether a repeated request carries the same body: HMAC-SHA-256 of its RFC 8785 bytes under the row's
 * salt, in hex. No body counts as null.
 */
export function bodyHash(salt: string, body: unknown): string {
  return createHmac('sha256', salt)
    .update(canonicalBytes(body ?? null))
    .digest('hex');
}

/** The id of a shard's canary. It follows from tenant and shard, so that a probe needs no list. */
export function canaryOf(tenant: string, shard: string): string {
  return `ind_${shard}${secretHash(`canary\n${tenant}\n${shard}`).slice(1, 32)}`;
}
