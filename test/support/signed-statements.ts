import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { base64url } from '../../lambdas/crypto/base64url.ts';
import { canonicalBytes, contentHash } from '../../lambdas/crypto/canonical.ts';
import { type PublicJwk, publicJwk } from '../../lambdas/crypto/jwks.ts';
import { signingInput, withSignature } from '../../lambdas/crypto/statement.ts';
import type { SignedStatement, StatementClaims } from '../../lambdas/domain/evidence/statement.ts';
import { rsa4096 } from './key-pairs.ts';

export function keyPair(bits: number): { privateKey: KeyObject; jwk: PublicJwk } {
  return published(generateKeyPairSync('rsa', { modulusLength: bits }));
}

function published({
  privateKey,
  publicKey,
}: {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}) {
  return { privateKey, jwk: publicJwk(publicKey.export({ type: 'spki', format: 'der' })) };
}

export const own = published(rsa4096('signing'));
export const jwks = { keys: [own.jwk] };
export const record = {
  format: 'habeas consent record 1',
  record_id: 'cns_1#1',
  note: 'Grüße, „Süd“ \u001f',
};
export const leaf = 'ab'.repeat(32);
export const claims: StatementClaims = {
  v: 1,
  kind: 'consent-receipt',
  id: 'cns_1#1',
  at: '2026-11-24T10:00:00.000Z',
  leaf,
  sha256: contentHash(record),
};

/** Signs as KMS does (RSASSA_PSS_SHA_256): PSS with MGF1-SHA-256 and a salt of 32 bytes. */
export function signed(
  input: string,
  by = own,
  saltLength = 32,
  padding = constants.RSA_PKCS1_PSS_PADDING,
): string {
  const key = { key: by.privateKey, padding, saltLength };
  return withSignature(input, sign('sha256', Buffer.from(input, 'ascii'), key));
}
export const statement = (over: Partial<SignedStatement> = {}): SignedStatement => ({
  statement: signed(signingInput(claims, own.jwk.kid)),
  record,
  leaf,
  proof: null,
  ...over,
});
/** The signing input of any header and claims, the valid ones unless said. */
function input(header: unknown, said: unknown = claims): string {
  return `${base64url(canonicalBytes(header))}.${base64url(canonicalBytes(said))}`;
}
export const header = { alg: 'PS256', kid: own.jwk.kid, typ: 'habeas-consent-receipt+jws' };
export const said = (over: object) => statement({ statement: signed(input(header, { ...claims, ...over })) });
export const headed = (over: object) => statement({ statement: signed(input({ ...header, ...over })) });
