import { checkPrimeSync, createPublicKey } from 'node:crypto';
import { bytesOfBase64url } from './base64url.ts';
import { rsaThumbprint } from './jwks.ts';

/** The public key that an export is encrypted to, as it is registered (RFC 7517). */
export interface ExportKey {
  readonly kty: 'RSA';
  /** Modulus, base64url: exactly 512 bytes. */
  readonly n: string;
  readonly e: 'AQAB';
}

const bytesOfModulus = 512;
/** Odd primes that no serious key has as a factor. */
const smallPrimes = [
  3n,
  5n,
  7n,
  11n,
  13n,
  17n,
  19n,
  23n,
  29n,
  31n,
  37n,
  41n,
  43n,
  47n,
  53n,
  59n,
  61n,
  67n,
  71n,
  73n,
  79n,
  83n,
  89n,
  97n,
];

/** What is wrong with a key for exports, in words; undefined for an RSA key of exactly 4096 bits. */
export function exportKeyFault({ n, e }: ExportKey): string | undefined {
  const bytes = bytesOfBase64url(n);
  if (!bytes) return 'expected canonical base64url';
  // Zeros before a shorter modulus would make it look as long as it should be.
  if (bytes.length !== bytesOfModulus || (bytes[0] ?? 0) < 0x80)
    return 'expected a modulus of exactly 4096 bits';
  const modulus = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  // No product of two large primes is even, a prime, a square, or divisible by a small one.
  if (modulus % 2n === 0n || smallPrimes.some((prime) => modulus % prime === 0n) || isSquare(modulus))
    return 'expected the product of two large primes';
  if (checkPrimeSync(modulus)) return 'expected the product of two large primes';
  try {
    createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    return undefined;
  } catch {
    return 'expected an RSA public key';
  }
}

/** The RFC 7638 thumbprint by which people compare it. */
export const exportThumbprint = ({ n, e }: ExportKey) => rsaThumbprint(n, e);

function isSquare(value: bigint): boolean {
  let root = 1n << BigInt((bytesOfModulus * 8) / 2);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root * root === value;
    root = next;
  }
}
