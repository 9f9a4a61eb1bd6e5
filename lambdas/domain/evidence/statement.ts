import * as z from 'zod/mini';

export const statementKinds = [
  'consent-receipt',
  'disclosure-receipt',
  'retention-schedule',
  'erasure-attestation',
  'export-manifest',
] as const;
export type StatementKind = (typeof statementKinds)[number];

/** The member `format` of each kind's record. */
export const recordFormats = {
  'consent-receipt': 'habeas consent record 1',
  'disclosure-receipt': 'habeas disclosure record 1',
  'retention-schedule': 'habeas retention schedule 1',
  'erasure-attestation': 'habeas erasure attestation 1',
  'export-manifest': 'habeas export manifest 1',
} as const satisfies Readonly<Record<StatementKind, string>>;

/**
 * A statement anyone can check offline: `statement` is a compact JWS (PS256) over
 * `{v, kind, id, at, sha256}`, `record` is what `sha256` is the hash of (RFC 8785 bytes), `leaf` the hash of
 * its audit entry, `proof` its inclusion proof once the entry is sequenced. `shown` travels beside the receipt of a
 * decision: what the individual was shown, whose hash the record names.
 */
export const signedStatement = z.strictObject({
  statement: z.string(),
  record: z.looseObject({}),
  leaf: z.nullable(z.string()),
  proof: z.null(),
  shown: z.optional(z.looseObject({})),
});
export type SignedStatement = z.output<typeof signedStatement>;

const sha256Hex = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** What the signature covers. */
export const statementClaims = z.strictObject({
  v: z.literal(1),
  kind: z.enum(statementKinds),
  id: z.string().check(z.minLength(1)),
  /** RFC 3339 UTC instant of the stated event, with milliseconds. */
  at: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)),
  /** The audit entry's leaf hash in hex, if there is one. */
  leaf: z.nullable(sha256Hex),
  /** SHA-256 of the record's RFC 8785 bytes, in hex. */
  sha256: sha256Hex,
});
export type StatementClaims = z.output<typeof statementClaims>;
