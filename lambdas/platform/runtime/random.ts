import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type belowPrefixes, bitsOf, type ownPrefixes } from '../../domain/identifiers.ts';

/** A new id: prefix and 128 random bits. It contains no time and no meaning. */
export function newId(prefix: (typeof ownPrefixes)[number]): string {
  return `${prefix}_${randomBytes(16).toString('hex')}`;
}

/**
 * A new id below an individual: the individual's 128 bits and 128 new ones, so that the row's key can be computed
 * from the id.
 */
export function newIdBelow(prefix: (typeof belowPrefixes)[number], individual: string): string {
  return `${prefix}_${bitsOf(individual)}${randomBytes(16).toString('hex')}`;
}

/**
 * The same, but of its own bits the first 48 are an instant in milliseconds, so that keys made from such ids are in
 * the order of time; 80 are random. For what is listed newest first, and whose readers know the instant anyway.
 */
export function newIdInOrder(
  prefix: (typeof belowPrefixes)[number],
  individual: string,
  instant: string,
): string {
  const time = Date.parse(instant).toString(16).padStart(12, '0');
  return `${prefix}_${bitsOf(individual)}${time}${randomBytes(10).toString('hex')}`;
}

/** 128 random bits: base64url, for links and sessions. */
export function newSecret(): string {
  return randomBytes(16).toString('base64url');
}

/** 256 random bits in hex: a reference that means nothing without its row. */
export function newReference(): string {
  return randomBytes(32).toString('hex');
}

/** Random bytes, for salts and shard secrets. */
export function newBytes(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length));
}

/** Six decimal digits, each code equally likely. */
export function newCode(): string {
  return randomInt(1_000_000).toString().padStart(6, '0');
}

/** A token by which a repeated call is known: a random UUID. */
export function newToken(): string {
  return randomUUID();
}

/** A whole number from 1 up to, not including, the limit, for waits that must not coincide. */
export function anyBelow(limit: number): number {
  return randomInt(1, limit);
}
