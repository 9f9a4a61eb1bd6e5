import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

type Claims = Readonly<Record<string, unknown>>;

/** An issuer of access tokens that answers for its keys on 127.0.0.1, and counts how often it is asked. */
export interface Issuer {
  /** Where its keys are published. */
  readonly address: string;
  /** The public key that it publishes. */
  readonly publicKey: JWK;
  /** A token of `machine-1` with the scope that counts, for one minute, unless the claims say otherwise. */
  token(claims?: Claims, kid?: string): Promise<string>;
  asked(): number;
  stop(): Promise<void>;
}

export const scope = 'habeas/api';
const seconds = () => Math.floor(Date.now() / 1000);

/** Starts an issuer with a key of its own, `k1`. */
export async function startIssuer(name: string): Promise<Issuer> {
  const pair = await generateKeyPair('RS256');
  const publicKey = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [publicKey] }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    publicKey,
    token: (claims = {}, kid = 'k1') =>
      new SignJWT({ iss: name, sub: 'machine-1', token_use: 'access', scope, exp: seconds() + 60, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(pair.privateKey),
    asked: () => asked,
    stop: () => new Promise((done) => server.close(() => done())),
  };
}
