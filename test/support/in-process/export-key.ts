import { createPrivateKey, createPublicKey } from 'node:crypto';
import { inject } from 'vitest';

/** An RSA-4096 key for exports, and its public half as it is registered: the run's own, as making one takes long. */
export function exportKeyPair() {
  const privateKey = createPrivateKey({
    key: Buffer.from(inject('signingKey'), 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const { n = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { privateKey, key: { kty: 'RSA', n, e: 'AQAB' } as const };
}
