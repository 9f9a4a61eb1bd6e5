import { describe, expect, it } from 'vitest';
import {
  counting,
  gcmOpen,
  gcmSeal,
  hex,
  hkdf,
  hmac,
  merkleLeaf,
  toHex,
  utf8,
} from '../../support/reference.ts';

// The figures are those of the standards named; what agrees with them here is the measure of the other tests.

describe('HMAC-SHA-256 gives the figures of RFC 4231', () => {
  it.each([
    [
      1,
      '0b'.repeat(20),
      utf8('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      2,
      toHex(utf8('Jefe')),
      utf8('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      3,
      'aa'.repeat(20),
      hex('dd'.repeat(50)),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      4,
      toHex(counting(1, 25)),
      hex('cd'.repeat(50)),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [
      6,
      'aa'.repeat(131),
      utf8('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      7,
      'aa'.repeat(131),
      utf8(
        'This is a test using a larger than block-size key and a larger than block-size data. ' +
          'The key needs to be hashed before being used by the HMAC algorithm.',
      ),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('test case %i', (_, key, message, mac) => {
    expect(toHex(hmac(hex(key), message))).toBe(mac);
  });
});

describe('HKDF-SHA-256 gives the figures of RFC 5869, appendix A', () => {
  it.each([
    [
      1,
      hex('0b'.repeat(22)),
      counting(0x00, 13),
      counting(0xf0, 10),
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      2,
      counting(0x00, 80),
      counting(0x60, 80),
      counting(0xb0, 80),
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
    [
      3,
      hex('0b'.repeat(22)),
      new Uint8Array(),
      new Uint8Array(),
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ])('test case %i', (_, key, salt, info, output) => {
    expect(toHex(hkdf(key, salt, info, output.length / 2))).toBe(output);
  });
});

describe('AES-256-GCM gives the figures of the GCM specification (McGrew and Viega, appendix B)', () => {
  const key = hex('feffe9928665731c6d6a8f9467308308'.repeat(2));
  const nonce = hex('cafebabefacedbaddecaf888');
  const text = hex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
      '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
  );
  const ciphertext =
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
    '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';
  it.each([
    [13, new Uint8Array(32), new Uint8Array(12), '', new Uint8Array(), '530f8afbc74536b9a963b4f1c4cb738b'],
    [
      14,
      new Uint8Array(32),
      new Uint8Array(12),
      '',
      new Uint8Array(16),
      'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    ],
    [15, key, nonce, '', text, `${ciphertext}b094dac5d93471bdec1a502270e3cc6c`],
    [
      16,
      key,
      nonce,
      'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      text.subarray(0, 60),
      `${ciphertext.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`,
    ],
  ])('test case %i', (_, withKey, withNonce, bound, plain, sealed) => {
    expect(toHex(gcmSeal(withKey, withNonce, hex(bound), plain))).toBe(sealed);
    expect(toHex(gcmOpen(withKey, withNonce, hex(bound), hex(sealed)))).toBe(toHex(plain));
  });
});

describe('Merkle leaves are hashed as in RFC 6962', () => {
  // The first inputs of the test vectors of certificate-transparency's Merkle tree tests.
  it.each([
    ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    ['00', '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'],
    ['10', '0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7'],
    ['2021', '07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7'],
  ])('leaf "%s"', (leaf, hash) => {
    expect(toHex(merkleLeaf(hex(leaf)))).toBe(hash);
  });
});
