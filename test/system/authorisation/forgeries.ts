import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import type { LocalSystem } from '../../../local/emulator/description.ts';

/** What a forger has, but for a key pair of their own: a true token, and the issuer's public key that it goes with. */
export interface Loot {
  readonly token: string;
  readonly issuerKey: JsonWebKey;
}

type Claims = Readonly<Record<string, unknown>>;

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Header, claims and signature of a token. */
export function partsOf(token: string): { header: Claims; claims: Claims; signature: string } {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = (text: string): Claims => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  return { header: read(header), claims: read(claims), signature };
}

/** The public key that a token's signature is checked with, as the issuer publishes it. */
export async function issuerKeyOf(
  { emulator, userPoolId }: Pick<LocalSystem, 'emulator' | 'userPoolId'>,
  token: string,
): Promise<JsonWebKey> {
  const response = await fetch(`${emulator}/${userPoolId}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: readonly JsonWebKey[] };
  const key = keys.find(({ kid }) => kid === partsOf(token).header.kid);
  if (!key) throw new Error('the issuer does not publish the key of its own token');
  return key;
}

/**
 * Tokens that nobody gave out, each made of what a forger has; `test/unit/crypto/access-token.test.ts` has many more.
 */
export const forgeries: Readonly<Record<string, (loot: Loot) => string>> = {
  'a signature with one bit changed': ({ token }) => {
    const { signature } = partsOf(token);
    const bytes = Buffer.from(signature, 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return token.replace(/[^.]+$/, bytes.toString('base64url'));
  },
  'the algorithm none': ({ token }) => {
    const { header, claims, signature } = partsOf(token);
    // With a signature, for a token without one is no token by its looks alone.
    return `${part({ ...header, alg: 'none' })}.${part(claims)}.${signature}`;
  },
  'HS256 with the public key as the secret': ({ token, issuerKey }) => {
    const { header, claims } = partsOf(token);
    const input = `${part({ ...header, alg: 'HS256' })}.${part(claims)}`;
    const secret = createPublicKey({ key: issuerKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  },
  'an ID token, signed by another key under the issuer’s key id': ({ token }) => {
    const { header, claims } = partsOf(token);
    const input = `${part(header)}.${part({ ...claims, token_use: 'id', aud: claims.client_id })}`;
    return `${input}.${sign('sha256', Buffer.from(input), own.privateKey).toString('base64url')}`;
  },
};
