import * as z from 'zod/mini';

/** Prefixes of ids that stand alone: prefix and 128 random bits in hex. */
export const ownPrefixes = ['tnt', 'ind', 'ntc', 'ent', 'att', 'mal', 'exp', 'del'] as const;

/**
 * Prefixes of ids below an individual, or below an erasure's attestation: prefix, its 128 bits, 128 bits of their own.
 */
export const belowPrefixes = ['rec', 'crq', 'cns', 'dsc', 'kpt'] as const;

type OwnPrefix = (typeof ownPrefixes)[number];
type BelowPrefix = (typeof belowPrefixes)[number];

const ownId = (prefix: OwnPrefix) =>
  z.string().check(z.regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`), `expected ${prefix}_ and 32 hex digits`));
const belowId = (prefix: BelowPrefix) =>
  z.string().check(z.regex(new RegExp(`^${prefix}_[0-9a-f]{64}$`), `expected ${prefix}_ and 64 hex digits`));

export const tenantId = ownId('tnt');
export const individualId = ownId('ind');
export const noticeId = ownId('ntc');
export const attestationId = ownId('att');
export const mailId = ownId('mal');
export const exportId = ownId('exp');
export const deletionId = ownId('del');
export const recordId = belowId('rec');
export const requestId = belowId('crq');
export const consentId = belowId('cns');
export const disclosureId = belowId('dsc');
export const keptSetId = belowId('kpt');

/** Codes are used as names of members of objects, so names that every object has (`constructor`) are refused. */
export const freeName = z.refine<string>((name) => !(name in Object.prototype), 'this name is taken');

/** A code chosen by the tenant: of a category (`health.lab`) or an organisation (`labor-sued`). */
export const code = z
  .string()
  .check(
    z.maxLength(64),
    z.regex(/^(?!constructor$)[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'expected lower-case words joined by . or -'),
    freeName,
  );

/** A member's id: SHA-256 of issuer and subject, in hex. */
export const memberId = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'));

/** The hex digits of an id, without its prefix. */
export function bitsOf(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}

/** The individual that an id below an individual belongs to, computed from the id alone. */
export function individualOf(belowIndividual: string): string {
  return `ind_${bitsOf(belowIndividual).slice(0, 32)}`;
}

/** The 128 bits of its own, in hex, of an id below an individual. */
export function ownBitsOf(belowIndividual: string): string {
  return bitsOf(belowIndividual).slice(32);
}

/** The id below an individual, or an attestation, that has these 128 bits of its own. */
export function idBelow(prefix: BelowPrefix, above: string, ownBits: string): string {
  return `${prefix}_${bitsOf(above)}${ownBits}`;
}

/** The shards of format 1: one for each value of an individual's first four random bits. */
export const shards = [...'0123456789abcdef'] as const;

/** The shard of an individual, or of a keyed hash in hex: its first four bits. */
export function shardOf(idOrHash: string): string {
  return bitsOf(idOrHash).charAt(0);
}
