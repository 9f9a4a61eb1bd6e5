import { createHash } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose';
import { type ExportKey, exportThumbprint } from './export-key.ts';

/** Which part of which export: it stands in the protected header, so that no part passes for another. */
export interface PartNamed {
  readonly export: string;
  readonly n: number;
}

const algorithms = { alg: 'RSA-OAEP-256', enc: 'A256GCM' } as const;
const type = 'habeas-export-part+jwe';

/** Encrypts a part: a compact JWE (RFC 7516) that only the holder of the private key opens. */
export async function encryptPart(key: ExportKey, part: PartNamed, lines: string): Promise<string> {
  const header = { ...algorithms, typ: type, cty: 'application/jsonl', kid: exportThumbprint(key) };
  return new CompactEncrypt(Buffer.from(lines, 'utf8'))
    .setProtectedHeader({ ...header, export: part.export, n: part.n })
    .encrypt(await importJWK({ ...key }, algorithms.alg));
}

/**
 * Opens a part.
 * @throws Error when it is not this part, or does not open with this key
 */
export async function decryptPart(
  privateKey: CryptoKey | Parameters<typeof compactDecrypt>[1],
  part: PartNamed,
  jwe: string,
): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateKey, {
    keyManagementAlgorithms: [algorithms.alg],
    contentEncryptionAlgorithms: [algorithms.enc],
  });
  if (protectedHeader.typ !== type || protectedHeader.export !== part.export || protectedHeader.n !== part.n)
    throw new Error('it is another part');
  return Buffer.from(plaintext).toString('utf8');
}

/** The SHA-256 of a part as it is stored and handed out, in hex. */
export const hashOfPart = (jwe: string) => createHash('sha256').update(jwe, 'ascii').digest('hex');
