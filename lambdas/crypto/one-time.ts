import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalBytes } from './canonical.ts';

/**
 * The stored form of a link's, session's or code's secret: SHA-256 of its text, in hex. The secret must be random.
 */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Whether two hashes in hex are equal, compared in constant time. */
export function sameHash(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * The hash by which a repeated request is compared with the first: HMAC-SHA-256 of the body's RFC 8785 bytes under
 * the row's salt, in hex. A missing body counts as null.
 */
export function bodyHash(salt: string, body: unknown): string {
  return createHmac('sha256', salt)
    .update(canonicalBytes(body ?? null))
    .digest('hex');
}

/**
 * The id of a shard's canary. It has the form of an individual's id and is computed from tenant and shard, so that a
 * probe needs no list.
 */
export function canaryOf(tenant: string, shard: string): string {
  return `ind_${shard}${secretHash(`canary\n${tenant}\n${shard}`).slice(1, 32)}`;
}
