import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, envelopeOverhead } from '../../../lambdas/crypto/envelope.ts';
import {
  concat,
  counting,
  flippedBits,
  gcmOpen,
  gcmSeal,
  hkdf,
  toHex,
  utf8,
} from '../../support/reference.ts';

const key = counting(0, 32);
const bound = utf8('{"id":"rec_1"}');
const text = utf8('6.5 %');
const info = 'habeas/v1/test';
const opens = (envelope: Uint8Array) => toHex(decrypt(key, info, bound, envelope));

describe('an envelope does not open', () => {
  const envelope = encrypt(key, info, bound, text);

  it('with any one bit turned over: version, salt, nonce, text or tag', () => {
    let tried = 0;
    for (const altered of flippedBits(envelope)) {
      expect(() => opens(altered)).toThrow();
      tried++;
    }
    expect(tried).toBe(8 * (text.length + envelopeOverhead));
  });

  it('cut at any length, from the end or from the start', () => {
    for (let length = 0; length < envelope.length; length++) {
      expect(() => opens(envelope.subarray(0, length))).toThrow();
      expect(() => opens(envelope.subarray(envelope.length - length))).toThrow();
    }
  });

  it('with a byte more', () => {
    for (const byte of [0, 1, 255]) {
      expect(() => opens(concat(envelope, Uint8Array.of(byte)))).toThrow();
      expect(() => opens(concat(Uint8Array.of(byte), envelope))).toThrow();
    }
  });

  it('with another key, use or bound bytes', () => {
    expect(() => decrypt(counting(1, 32), info, bound, envelope)).toThrow();
    expect(() => decrypt(key, 'habeas/v1/other', bound, envelope)).toThrow();
    expect(() => decrypt(key, info, utf8('{"id":"rec_2"}'), envelope)).toThrow();
    expect(() => decrypt(key, info, new Uint8Array(), envelope)).toThrow();
  });

  it('put together from the halves of two envelopes of the same key', () => {
    const other = encrypt(key, info, bound, text);
    for (let cut = 1; cut < envelope.length; cut++) {
      const joined = concat(envelope.subarray(0, cut), other.subarray(cut));
      const whole = [toHex(envelope), toHex(other)].includes(toHex(joined));
      if (!whole) expect(() => opens(joined)).toThrow();
    }
  });

  it('whatever bytes it is made of', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(() => opens(bytes)).toThrow();
        expect(() => opens(concat(Uint8Array.of(1), bytes))).toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('with a key that was cut', () => {
    expect(() => decrypt(key.subarray(0, 16), info, bound, envelope)).toThrow(RangeError);
    expect(() => encrypt(key.subarray(0, 31), info, bound, text)).toThrow(RangeError);
  });
});

describe('an envelope', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('opens to what was put in', () => {
    fc.assert(
      fc.property(keys, fc.string(), bytes, bytes, (anyKey, anyInfo, anyBound, anyText) => {
        const envelope = encrypt(anyKey, anyInfo, anyBound, anyText);
        expect(toHex(decrypt(anyKey, anyInfo, anyBound, envelope))).toBe(toHex(anyText));
      }),
    );
  });

  it('is 45 bytes longer than what it holds, within the 64 that are allowed', () => {
    expect(envelopeOverhead).toBe(45);
    for (const length of [0, 1, 16, 4096, 65_536])
      expect(encrypt(key, info, bound, new Uint8Array(length))).toHaveLength(length + 45);
  });

  it('has the form 1 ‖ salt ‖ nonce ‖ text ‖ tag under HKDF(key, salt): another implementation opens it', () => {
    fc.assert(
      fc.property(keys, bytes, bytes, (anyKey, anyBound, anyText) => {
        const envelope = encrypt(anyKey, info, anyBound, anyText);
        expect(envelope[0]).toBe(1);
        const ownKey = hkdf(anyKey, envelope.subarray(1, 17), utf8(info), 32);
        const opened = gcmOpen(ownKey, envelope.subarray(17, 29), anyBound, envelope.subarray(29));
        expect(toHex(opened)).toBe(toHex(anyText));
      }),
      { numRuns: 50 },
    );
  });

  it('that another implementation made opens', () => {
    const [salt, nonce] = [counting(7, 16), counting(90, 12)];
    const sealed = gcmSeal(hkdf(key, salt, utf8(info), 32), nonce, bound, text);
    expect(opens(concat(Uint8Array.of(1), salt, nonce, sealed))).toBe(toHex(text));
  });

  it('never has the salt or nonce of another: the same text gives other bytes each time', () => {
    const made = Array.from({ length: 2000 }, () => encrypt(key, info, bound, text));
    const starts = (from: number, to: number) => new Set(made.map((one) => toHex(one.subarray(from, to))));
    expect(starts(1, 17).size).toBe(made.length);
    expect(starts(17, 29).size).toBe(made.length);
    expect(starts(29, 29 + text.length).size).toBeGreaterThan(made.length - 5);
  });

  it('leaves key, bound bytes and text as they were', () => {
    const given = [counting(0, 32), utf8('bound'), utf8('text')] as const;
    decrypt(given[0], info, given[1], encrypt(given[0], info, given[1], given[2]));
    expect(given).toEqual([counting(0, 32), utf8('bound'), utf8('text')]);
  });
});
