import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url } from '../../../lambdas/crypto/base64url.ts';
import { openCursor, sealCursor } from '../../../lambdas/crypto/cursor.ts';
import { seal } from '../../../lambdas/crypto/sealing.ts';
import { counting, flippedBits } from '../../support/reference.ts';

const secret = counting(0, 32);
const binding = 'consent.list tnt_1 member_1 {}';
const position = { pk: 'T#tnt_1#0', sk: 'I#1' };

describe('a cursor is refused', () => {
  const cursor = sealCursor(secret, binding, position);

  it.each([
    ['another operation', 'request.list tnt_1 member_1 {}'],
    ['another tenant', 'consent.list tnt_2 member_1 {}'],
    ['another caller', 'consent.list tnt_1 member_2 {}'],
    ['other filters', 'consent.list tnt_1 member_1 {"state":"active"}'],
    ['nothing', ''],
  ])('for %s', (_, other) => {
    expect(openCursor(secret, other, cursor)).toBeUndefined();
  });

  it('under another secret, or one that was cut', () => {
    expect(openCursor(counting(1, 32), binding, cursor)).toBeUndefined();
    expect(openCursor(secret.subarray(0, 31), binding, cursor)).toBeUndefined();
  });

  it('with any one bit of it turned over', () => {
    const bytes = new Uint8Array(Buffer.from(cursor, 'base64url'));
    for (const altered of flippedBits(bytes))
      expect(openCursor(secret, binding, base64url(altered))).toBeUndefined();
  });

  it('with any one character of it changed, cut off or added', () => {
    for (let i = 0; i < cursor.length; i++) {
      const other = cursor[i] === 'A' ? 'B' : 'A';
      expect(openCursor(secret, binding, cursor.slice(0, i) + other + cursor.slice(i + 1))).toBeUndefined();
      expect(openCursor(secret, binding, cursor.slice(0, i))).toBeUndefined();
    }
    for (const more of ['A', '=', ' ', '\n'])
      expect(openCursor(secret, binding, cursor + more)).toBeUndefined();
  });

  it('when it was made up', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(base64url)), (text) => {
        expect(openCursor(secret, binding, text)).toBeUndefined();
      }),
    );
  });

  it('when it is a sealed value under the same key: uses are apart', () => {
    const context = { tenant: '', individual: '', kind: '', use: '', id: '', version: 1, keyId: '' };
    const sealed = seal(secret, context, new TextEncoder().encode('{}'));
    expect(openCursor(secret, binding, base64url(sealed))).toBeUndefined();
  });
});

describe('a cursor', () => {
  it('gives back its position for what it was made for', () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (anyBinding, json) => {
        fc.pre(anyBinding.isWellFormed());
        const value: unknown = JSON.parse(json);
        expect(openCursor(secret, anyBinding, sealCursor(secret, anyBinding, value))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it('says nothing of its position, and is another one each time', () => {
    const [one, two] = [sealCursor(secret, binding, position), sealCursor(secret, binding, position)];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('tnt_1');
  });

  it('of format 1 keeps opening: this one was made by another implementation', () => {
    const made = 'AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhvBzM6S2t1ghaqUJpUv7k74Pb7SG5U-1aMBdg';
    expect(openCursor(new Uint8Array(32).fill(7), 'list of tenants', made)).toEqual({ pk: 'a' });
  });
});
