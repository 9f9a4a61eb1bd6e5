import { createPublicKey } from 'node:crypto';
import type { JWK } from 'jose';
import { contentHash } from '../../crypto/canonical.ts';
import { publicJwk } from '../../crypto/jwks.ts';
import { digestOf, signingInput, withSignature } from '../../crypto/statement.ts';
import type { SignedStatement, StatementClaims } from '../../domain/evidence/statement.ts';
import { publicKeyOf, signDigest } from '../../platform/aws/kms-signing.ts';
import { environment } from '../../platform/runtime/environment.ts';

let known: JWK | undefined;

/** The deployment's public signing keys, newest first. Read once per function instance. */
export async function publicKeys(): Promise<JWK[]> {
  if (!known) {
    const der = Buffer.from(await publicKeyOf(environment('SIGNING_KEY')));
    const spki = createPublicKey({ key: der, format: 'der', type: 'spki' });
    known = publicJwk(spki.export({ format: 'der', type: 'spki' }));
  }
  return [known];
}

/** A statement to be signed. */
export interface Statement extends Omit<StatementClaims, 'v' | 'sha256'> {
  readonly record: Record<string, unknown>;
}

/** Signs a statement with the deployment's RSA-4096 key: one KMS call, over the digest. */
export async function sign(statement: Statement): Promise<SignedStatement> {
  const [key] = await publicKeys();
  const { record, ...said } = statement;
  const input = signingInput({ v: 1, ...said, sha256: contentHash(record) }, key?.kid ?? '');
  const signature = await signDigest(environment('SIGNING_KEY'), digestOf(input));
  return { statement: withSignature(input, signature), record, leaf: statement.leaf, proof: null };
}
