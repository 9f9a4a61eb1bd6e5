import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { inject } from 'vitest';

/** An RSA-4096 key pair of this run; pairs of other names are other ones. It takes a second to make, so it is kept. */
export function rsa4096(name: 'signing' | 'export' | 'other'): {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
} {
  const file = join(inject('runFolder'), `${name}.pem`);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
    const written = `${file}-${process.pid}`;
    writeFileSync(written, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    renameSync(written, file);
  }
  const privateKey = createPrivateKey(readFileSync(file));
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
