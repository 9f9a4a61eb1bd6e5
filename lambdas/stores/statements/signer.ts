import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import type { JWK } from 'jose';
import { publicJwk } from '../../crypto/jwks.ts';
import { digestOf, recordHash, signingInput, withSignature } from '../../crypto/statement.ts';
import type { SignedStatement, StatementClaims } from '../../domain/evidence/statement.ts';
import { Problem } from '../../domain/problems.ts';
import { kms } from '../../platform/aws/kms.ts';
import { environment } from '../../platform/runtime/environment.ts';

let known: JWK | undefined;

/** The deployment's public signing keys, newest first. Read once per function instance. */
export async function publicKeys(): Promise<JWK[]> {
  if (!known) {
    const answer = await kms.send(new GetPublicKeyCommand({ KeyId: environment('SIGNING_KEY') }));
    if (!answer.PublicKey) throw new Problem('unavailable');
    const spki = createPublicKey({ key: Buffer.from(answer.PublicKey), format: 'der', type: 'spki' });
    known = publicJwk(spki.export({ format: 'der', type: 'spki' }));
  }
  return [known];
}

/** What is stated, before it is signed. */
export interface Statement extends Omit<StatementClaims, 'v' | 'sha256'> {
  readonly record: Record<string, unknown>;
}

/** Signs a statement with the deployment's RSA-4096 key: one KMS call, over the digest. */
export async function sign(statement: Statement): Promise<SignedStatement> {
  const [key] = await publicKeys();
  const { record, ...said } = statement;
  const input = signingInput({ v: 1, ...said, sha256: recordHash(record) }, key?.kid ?? '');
  const answer = await kms.send(
    new SignCommand({
      KeyId: environment('SIGNING_KEY'),
      Message: digestOf(input),
      MessageType: 'DIGEST',
      SigningAlgorithm: 'RSASSA_PSS_SHA_256',
    }),
  );
  if (!answer.Signature) throw new Problem('unavailable');
  return { statement: withSignature(input, answer.Signature), record, leaf: statement.leaf, proof: null };
}
