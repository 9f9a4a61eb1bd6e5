import { createHash } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import * as z from 'zod/mini';
import {
  recordFormats,
  type SignedStatement,
  type StatementClaims,
  type StatementKind,
  statementClaims,
} from '../domain/evidence/statement.ts';
import { base64url, bytesOfBase64url } from './base64url.ts';
import { canonicalBytes, contentHash } from './canonical.ts';
import { rsaThumbprint } from './jwks.ts';

/** A statement is not valid; the message says why, in plain words and without its content. */
export class StatementInvalid extends Error {
  override readonly name = 'StatementInvalid';
}

/** What is signed: the JWS signing input (RFC 7515, section 5.1) with both parts in RFC 8785 bytes. */
export function signingInput(claims: StatementClaims, kid: string): string {
  const header = { alg: 'PS256', kid, typ: typeOf(claims.kind) };
  return `${base64url(canonicalBytes(header))}.${base64url(canonicalBytes(claims))}`;
}

/** The SHA-256 digest of a signing input, which KMS signs (RSASSA_PSS_SHA_256, message type DIGEST). */
export function digestOf(input: string): Uint8Array {
  return createHash('sha256').update(input, 'ascii').digest();
}

/** The compact JWS made of a signing input and its signature. */
export function withSignature(input: string, signature: Uint8Array): string {
  return `${input}.${base64url(signature)}`;
}

/**
 * Checks a statement with public keys alone: its form, its signature, and that record and leaf are the ones that were
 * signed.
 * @throws StatementInvalid with a plain reason
 */
export async function verifyStatement(
  signed: SignedStatement,
  jwks: { readonly keys: readonly JsonWebKey[] },
): Promise<{ claims: StatementClaims }> {
  const { header, claims, signatureBytes } = partsOf(signed.statement);
  if (header.typ !== typeOf(claims.kind))
    throw new StatementInvalid('header and claims name different kinds');
  const key = keyOf(jwks, header.kid);
  // RFC 8017, section 8.1.2. OpenSSL takes one without the zeros that it begins with, too.
  if (signatureBytes !== modulusBits / 8) throw new StatementInvalid('the signature does not match');
  await checkSignature(signed.statement, key);
  if (signed.record.format !== recordFormats[claims.kind])
    throw new StatementInvalid('the record is of another kind than the statement');
  if (hashOf(signed.record) !== claims.sha256) throw new StatementInvalid('the record is not the signed one');
  if (signed.leaf !== claims.leaf) throw new StatementInvalid('the leaf hash is not the signed one');
  if (signed.shown !== undefined && hashOf(signed.shown) !== shownHashIn(signed.record))
    throw new StatementInvalid('what was shown is not what the record names');
  return { claims };
}

/** Of every key that signs statements, and so of every signature. */
const modulusBits = 4096;

const protectedHeader = z.strictObject({ alg: z.literal('PS256'), kid: z.string(), typ: z.string() });

function typeOf(kind: StatementKind): string {
  return `habeas-${kind}+jws`;
}

function partsOf(jws: string): {
  header: z.output<typeof protectedHeader>;
  claims: StatementClaims;
  signatureBytes: number;
} {
  const [header = '', claims = '', signature = '', ...rest] = jws.split('.');
  if (rest.length > 0 || signature === '') throw new StatementInvalid('not a compact JWS');
  const signatureBytes = bytesOfBase64url(signature)?.length;
  if (signatureBytes === undefined) throw new StatementInvalid('the signature is not canonical base64url');
  return {
    header: partOf('header', header, protectedHeader),
    claims: partOf('claims', claims, statementClaims),
    signatureBytes,
  };
}

function partOf<T>(name: string, text: string, schema: z.ZodMiniType<T>): T {
  const bytes = bytesOfBase64url(text);
  if (bytes === undefined) throw new StatementInvalid(`the ${name} is not canonical base64url`);
  const value = canonicalValue(bytes);
  if (value === undefined) throw new StatementInvalid(`the ${name} is not RFC 8785 JSON`);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new StatementInvalid(`the ${name} is not of this format`);
  return parsed.data;
}

/** The JSON value of bytes in RFC 8785 form; undefined when the bytes are in any other form. */
export function canonicalValue(bytes: Uint8Array): unknown | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return Buffer.compare(canonicalBytes(value), bytes) === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The named key, if this format allows it: RSA-4096, named by its own thumbprint. */
function keyOf(jwks: { readonly keys: readonly JsonWebKey[] }, kid: string): JsonWebKey {
  const found = jwks.keys.filter((key) => 'kid' in key && key.kid === kid);
  const [key] = found;
  if (key === undefined) throw new StatementInvalid('signed by a key that is not among the given ones');
  const { kty, n = '', e = '', alg, use } = key;
  if (kty !== 'RSA' || alg !== 'PS256' || use !== 'sig' || e !== 'AQAB' || !hasBits(n, modulusBits))
    throw new StatementInvalid('the key is not one for PS256 with 4096 bits');
  if (found.length > 1 || rsaThumbprint(n, e) !== kid)
    throw new StatementInvalid('the key does not have the name it is given');
  return key;
}

/** Whether a modulus has exactly so many bits; zeros before it do not count. */
function hasBits(modulus: string, bits: number): boolean {
  const bytes = bytesOfBase64url(modulus);
  return bytes?.length === bits / 8 && (bytes[0] ?? 0) >= 0x80;
}

/** Keys that statements were checked with: of many statements most are signed by the same one. */
const imported = new WeakMap<JsonWebKey, ReturnType<typeof importJWK>>();

async function checkSignature(jws: string, jwk: JsonWebKey): Promise<void> {
  // What else the key has is what `keyOf` checked it to have.
  const wanted = { kty: 'RSA', n: jwk.n ?? '', e: 'AQAB', alg: 'PS256', use: 'sig' };
  const key = imported.get(jwk) ?? importJWK(wanted, 'PS256');
  imported.set(jwk, key);
  try {
    await compactVerify(jws, await key, { algorithms: ['PS256'] });
  } catch {
    throw new StatementInvalid('the signature does not match');
  }
}

/** The hash of what was shown, as a consent record names it. */
function shownHashIn({ notice }: Record<string, unknown>): unknown {
  return typeof notice === 'object' && notice !== null && 'shown_sha256' in notice
    ? notice.shown_sha256
    : undefined;
}

function hashOf(record: unknown): string | undefined {
  try {
    return contentHash(record);
  } catch {
    return undefined;
  }
}
