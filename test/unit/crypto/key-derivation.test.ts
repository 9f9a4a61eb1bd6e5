import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKey } from '../../../lambdas/crypto/key-derivation.ts';
import { counting, hkdf, toHex, utf8 } from '../../support/reference.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('a derived key', () => {
  it.each([0, 16, 24, 31, 33, 64])('is never made from a key of %i bytes', (length) => {
    expect(() => deriveKey(new Uint8Array(length), new Uint8Array(16), 'x')).toThrow(RangeError);
  });

  it('is that of RFC 5869, whatever the key, salt and info', () => {
    fc.assert(
      fc.property(key, fc.uint8Array({ maxLength: 80 }), fc.string({ maxLength: 40 }), (from, salt, info) => {
        expect(toHex(deriveKey(from, salt, info))).toBe(toHex(hkdf(from, salt, utf8(info), 32)));
      }),
    );
  });

  it('differs for another key, salt or info', () => {
    const made = [
      deriveKey(counting(0, 32), counting(0, 16), 'a'),
      deriveKey(counting(1, 32), counting(0, 16), 'a'),
      deriveKey(counting(0, 32), counting(1, 16), 'a'),
      deriveKey(counting(0, 32), counting(0, 16), 'b'),
    ].map(toHex);
    expect(new Set(made).size).toBe(made.length);
  });

  it('is a copy of its own, so that zeroing it zeroes nothing else', () => {
    const from = counting(0, 32);
    deriveKey(from, counting(0, 16), 'a').fill(0);
    expect(from).toEqual(counting(0, 32));
  });
});
