import { generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { base64url } from '../../../lambdas/crypto/base64url.ts';
import { exportKeyFault } from '../../../lambdas/crypto/export-key.ts';

const bytes = (modulus: bigint, length = 512) =>
  base64url(Buffer.from(modulus.toString(16).padStart(length * 2, '0'), 'hex'));
const key = (n: string) => ({ kty: 'RSA', n, e: 'AQAB' }) as const;
const modulusOf = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' }).n ?? '';
const bitsOf = (n: string) => BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);

it('takes an RSA key of 4096 bits', () => {
  expect(exportKeyFault(key(modulusOf(4096)))).toBeUndefined();
}, 30_000);

const short = modulusOf(2048);
const prime = generatePrimeSync(512, { bigint: true });
it.each([
  ['shorter', short],
  ['padded with zeros to look long enough', bytes(bitsOf(short))],
  ['longer', bytes(1n << 4103n, 514)],
  ['even', bytes((1n << 4095n) + 2n)],
  ['divisible by a small prime', bytes(3n * ((1n << 4094n) + 1n))],
  ['a square', bytes(squareOf4096())],
  ['not canonical base64url', `${'A'.repeat(682)}B`],
])('refuses a key that is %s', (_, n) => {
  expect(exportKeyFault(key(n))).toEqual(expect.any(String));
});

function squareOf4096(): bigint {
  const root = (3n << 2046n) + prime * 2n + 1n;
  return root * root;
}
