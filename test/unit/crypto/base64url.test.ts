import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url, bytesOfBase64url } from '../../../lambdas/crypto/base64url.ts';

describe('base64url', () => {
  // RFC 4648, section 10, without padding; the last ones use both characters of section 5.
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
    ['\u00fb\u00ff?', 'w7vDvz8'],
    ['~~~???', 'fn5-Pz8_'],
  ])('of "%s" is "%s"', (text, encoded) => {
    expect(base64url(text)).toBe(encoded);
    expect(base64url(new TextEncoder().encode(text))).toBe(encoded);
    expect(new TextDecoder().decode(bytesOfBase64url(encoded))).toBe(text);
  });

  it.each([
    ['padding', 'Zg=='],
    ['the other alphabet', 'fn5+Pz8/'],
    ['a stray bit at the end of one byte', 'Zh'],
    ['a stray bit at the end of two bytes', 'Zm9'],
    ['a single character left over', 'Zm9vY'],
    ['white space', 'Zm9v YmFy'],
    ['a line break at the end', 'Zm9v\n'],
    ['a character of no alphabet', 'Zm9v*mFy'],
    ['a character beyond ASCII', 'Zm9vé'],
  ])('with %s is refused', (_, text) => {
    expect(bytesOfBase64url(text)).toBeUndefined();
  });

  it('comes back as the bytes it was made of', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(new Uint8Array(bytesOfBase64url(base64url(bytes)) ?? [])).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('is accepted in one spelling only: any text that decodes is the encoding of what it decodes to', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const bytes = bytesOfBase64url(text);
        if (bytes !== undefined) expect(base64url(bytes)).toBe(text);
      }),
    );
  });

  it('takes a view of a larger buffer as the view alone', () => {
    const view = new Uint8Array([1, 2, 3, 4, 5, 6]).subarray(2, 4);
    expect(base64url(view)).toBe(base64url(Uint8Array.of(3, 4)));
  });
});
