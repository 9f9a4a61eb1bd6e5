import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookupHash, objectRef, principalHash, shortCode } from '../../../lambdas/crypto/keyed-hash.ts';
import { concat, counting, hex, hmac, sha256, toHex, utf8 } from '../../support/reference.ts';

const key = counting(0, 32);
const ref = 'ab'.repeat(32);
const bits = '00112233445566778899aabbccddeeff';
const wellFormed = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed());

describe('a look-up hash', () => {
  it('is HMAC-SHA-256 under the index key, as another implementation computes it', () => {
    expect(lookupHash(key, 'reference', 'P-1')).toBe(
      'fe0f851bdc0ddfd9f81a005a4534328c4d69f88562d265f53d288d29d2e428d0',
    );
  });

  it('differs by kind, value, key and case, and never runs kind and value together', () => {
    const all = [
      lookupHash(key, 'reference', 'a'),
      lookupHash(key, 'address', 'a'),
      lookupHash(key, 'reference', 'A'),
      lookupHash(key, 'reference', 'a '),
      lookupHash(key, 'reference', '\u00fc'),
      lookupHash(key, 'reference', 'u\u0308'),
      lookupHash(counting(1, 32), 'reference', 'a'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([0, 16, 31, 33, 64])('is refused with an index key of %i bytes', (length) => {
    expect(() => lookupHash(new Uint8Array(length), 'reference', 'a')).toThrow(RangeError);
  });

  it('is refused for a text that is none', () => {
    expect(() => lookupHash(key, 'reference', '\ud800')).toThrow(TypeError);
  });
});

describe('a principal', () => {
  it('is SHA-256 of issuer and subject, as another implementation computes it', () => {
    expect(principalHash('https://issuer.example', 'subject')).toBe(
      '189143886b0ecb1100d178908e8b3afd083899549c6898aeab0e3b0ad6b03f58',
    );
  });

  it('is never that of another issuer and subject, wherever one ends and the other begins', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, fc.nat(20), (issuer, subject, cut) => {
        const joined = issuer + subject;
        const [other, rest] = [joined.slice(0, cut), joined.slice(cut)];
        fc.pre(other !== issuer && other.isWellFormed() && rest.isWellFormed());
        expect(principalHash(other, rest)).not.toBe(principalHash(issuer, subject));
      }),
    );
  });
});

describe('a code in a key', () => {
  it('is 64 bits in hex, as another implementation computes it', () => {
    expect(shortCode(bits, 'health.lab')).toBe('298c1fed7a3aae4e');
  });

  it('is the start of SHA-256 over the individual and the code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.string(), (individual, code) => {
        const expected = toHex(sha256(concat(individual, utf8(code)))).slice(0, 16);
        expect(shortCode(toHex(individual), code)).toBe(expected);
      }),
    );
  });

  it('differs from individual to individual', () => {
    expect(shortCode(bits, 'health.lab')).not.toBe(shortCode(bits.replace('0', '1'), 'health.lab'));
  });

  it.each(['', bits.slice(1), `${bits}00`, bits.toUpperCase(), `ind_${bits}`, `${bits.slice(0, 31)}g`])(
    'is refused for an individual "%s"',
    (individual) => {
      expect(() => shortCode(individual, 'health.lab')).toThrow(RangeError);
    },
  );
});

describe('an object in the audit log', () => {
  it('is HMAC-SHA-256 of its id under the reference, as another implementation computes it', () => {
    expect(objectRef(ref, 'cns_1')).toBe('820fb18f51e180eb1d6b5cbfd9e22104acc65b0fbac37fb4b2b71f96b9255917');
    expect(objectRef(ref, 'cns_1')).toBe(toHex(hmac(hex(ref), utf8('cns_1'))));
  });

  it('is another one under another reference', () => {
    expect(objectRef('ac'.repeat(32), 'cns_1')).not.toBe(objectRef(ref, 'cns_1'));
  });

  it.each(['', 'ab'.repeat(31), 'ab'.repeat(33), 'AB'.repeat(32), 'zz'.repeat(32), 'unknown'])(
    'is refused under the reference "%s"',
    (wrong) => {
      expect(() => objectRef(wrong, 'cns_1')).toThrow(RangeError);
    },
  );
});
