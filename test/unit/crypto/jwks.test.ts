import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicJwk, rsaThumbprint } from '../../../lambdas/crypto/jwks.ts';

const spki = (key: { export(options: { type: 'spki'; format: 'der' }): Buffer }) =>
  key.export({ type: 'spki', format: 'der' });

describe('a thumbprint', () => {
  it('is that of the example in RFC 7638, section 3.1', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWK' +
      'RXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMic' +
      'AtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3' +
      'XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    expect(rsaThumbprint(n, 'AQAB')).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });
});

describe('a published key', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  it('holds modulus, exponent and what it is for, is named by its thumbprint, and holds nothing else', () => {
    const jwk = publicJwk(spki(publicKey));
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    expect(jwk).toEqual({ kty: 'RSA', n, e, alg: 'PS256', use: 'sig', kid: rsaThumbprint(n, e) });
  });

  it('is the same each time, and another one for another key', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    expect(publicJwk(spki(publicKey))).toEqual(publicJwk(spki(publicKey)));
    expect(publicJwk(spki(other)).kid).not.toBe(publicJwk(spki(publicKey)).kid);
  });

  it('is refused with an exponent that no verifier takes', () => {
    const { publicKey: other } = generateKeyPairSync('rsa', { modulusLength: 1024, publicExponent: 3 });
    expect(() => publicJwk(spki(other))).toThrow(TypeError);
  });

  it('is refused when it is not RSA, or no key at all', () => {
    expect(() => publicJwk(spki(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey))).toThrow(
      TypeError,
    );
    expect(() => publicJwk(spki(generateKeyPairSync('ed25519').publicKey))).toThrow(TypeError);
    expect(() => publicJwk(new Uint8Array(64))).toThrow();
  });
});
