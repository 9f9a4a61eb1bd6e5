import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '../../../lambdas/crypto/canonical.ts';
import { bodyHash, sameHash, secretHash } from '../../../lambdas/crypto/one-time.ts';
import { hmac, sha256, toHex, utf8 } from '../../support/reference.ts';

describe('what is kept of a secret', () => {
  it('is SHA-256 of its text, as another implementation computes it', () => {
    expect(secretHash('secret')).toBe('2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b');
  });

  it('is 64 hex digits that fit a key and never hold the secret', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (secret) => {
        expect(secretHash(secret)).toMatch(/^[0-9a-f]{64}$/);
        expect(secretHash(secret)).toBe(toHex(sha256(utf8(secret))));
      }),
    );
  });
});

describe('two hashes', () => {
  const hash = secretHash('a');

  it('are the same only when every digit is', () => {
    expect(sameHash(hash, hash)).toBe(true);
    for (let i = 0; i < hash.length; i++) {
      const digit = hash[i] === '0' ? '1' : '0';
      expect(sameHash(hash, hash.slice(0, i) + digit + hash.slice(i + 1))).toBe(false);
    }
  });

  it('of different lengths are not the same, and do not throw', () => {
    for (const other of ['', hash.slice(1), hash.slice(0, -1), `${hash}0`, `${hash}${hash}`, 'é'.repeat(32)])
      expect(sameHash(hash, other)).toBe(false);
  });

  it('compare as their texts do', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(sameHash(a, b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
        expect(sameHash(a, a)).toBe(true);
      }),
    );
  });
});

describe('the hash of a body', () => {
  it('is HMAC-SHA-256 of its RFC 8785 bytes, as another implementation computes it', () => {
    expect(bodyHash('salt', { a: 1 })).toBe(
      '627bfc9cace93c4c1948ff6f68110f9d393da257459faef3ba17cb25fb111164',
    );
    expect(bodyHash('salt', { a: 1 })).toBe(toHex(hmac(utf8('salt'), canonicalBytes({ a: 1 }))));
  });

  it('is the same for the same body in another order, and another one for any other body or salt', () => {
    const body = { a: 1, b: [1, 2] };
    expect(bodyHash('salt', { b: [1, 2], a: 1 })).toBe(bodyHash('salt', body));
    const others = [{ a: 1, b: [2, 1] }, { a: '1', b: [1, 2] }, { a: 1 }, {}, [], null, ''];
    for (const other of others) expect(bodyHash('salt', other)).not.toBe(bodyHash('salt', body));
    expect(bodyHash('other', body)).not.toBe(bodyHash('salt', body));
  });

  it('takes no body as null', () => {
    expect(bodyHash('salt', undefined)).toBe(bodyHash('salt', null));
  });
});
