import { createHash, createPublicKey } from 'node:crypto';
import { base64url } from './base64url.ts';
import { canonicalBytes } from './canonical.ts';

/** A public key to check statements with, as it is published (RFC 7517). */
export interface PublicJwk {
  readonly kty: 'RSA';
  /** Modulus, base64url. */
  readonly n: string;
  /** Exponent, base64url: 65537, as all keys of KMS have it. */
  readonly e: 'AQAB';
  readonly alg: 'PS256';
  readonly use: 'sig';
  /** RFC 7638 thumbprint. */
  readonly kid: string;
}

/**
 * The published form of a signing key.
 * @param spkiDer the DER bytes that KMS GetPublicKey answers.
 * @throws TypeError when it is not an RSA key, or one with another exponent.
 */
export function publicJwk(spkiDer: Uint8Array): PublicJwk {
  const key = createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
  const { kty, n, e } = key.export({ format: 'jwk' });
  if (kty !== 'RSA' || n === undefined || e !== 'AQAB') throw new TypeError('expected an RSA key of KMS');
  return { kty, n, e, alg: 'PS256', use: 'sig', kid: rsaThumbprint(n, e) };
}

/** The RFC 7638 thumbprint (SHA-256, base64url) of an RSA key. */
export function rsaThumbprint(n: string, e: string): string {
  return base64url(
    createHash('sha256')
      .update(canonicalBytes({ e, kty: 'RSA', n }))
      .digest(),
  );
}
