import * as z from 'zod/mini';

export const statementKinds = [
  'consent-receipt',
  'disclosure-receipt',
  'retention-schedule',
  'erasure-attestation',
] as const;
export type StatementKind = (typeof statementKinds)[number];

/**
 * A statement anyone can check offline: `statement` is a compact JWS (PS256) over
 * `{v, kind, id, at, sha256}`, `record` is what `sha256` is the hash of (RFC 8785 bytes), `leaf` the hash of
 * its audit entry, `proof` its inclusion proof once the entry is sequenced.
 */
export const signedStatement = z.strictObject({
  statement: z.string(),
  record: z.looseObject({}),
  leaf: z.nullable(z.string()),
  proof: z.null(),
});
export type SignedStatement = z.output<typeof signedStatement>;

/** What the signature covers. */
export const statementClaims = z.strictObject({
  v: z.literal(1),
  kind: z.enum(statementKinds),
  id: z.string(),
  /** RFC 3339 UTC instant of the stated event. */
  at: z.string(),
  /** The audit entry's leaf hash in hex, if there is one. */
  leaf: z.nullable(z.string()),
  /** SHA-256 of the record's RFC 8785 bytes, in hex. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type StatementClaims = z.output<typeof statementClaims>;
