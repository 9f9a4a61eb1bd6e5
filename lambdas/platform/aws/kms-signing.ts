import { GenerateMacCommand, GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { Problem } from '../../domain/problems.ts';
import { kms } from './kms.ts';

/**
 * The public half of a KMS key that signs, as DER of its SubjectPublicKeyInfo.
 * @throws Problem `unavailable` when KMS answers without it
 */
export async function publicKeyOf(kmsKey: string): Promise<Uint8Array> {
  const answer = await kms.send(new GetPublicKeyCommand({ KeyId: kmsKey }));
  if (!answer.PublicKey) throw new Problem('unavailable');
  return answer.PublicKey;
}

/**
 * Signs a SHA-256 digest with RSASSA-PSS.
 * @throws Problem `unavailable` when KMS answers without a signature
 */
export async function signDigest(kmsKey: string, digest: Uint8Array): Promise<Uint8Array> {
  const answer = await kms.send(
    new SignCommand({
      KeyId: kmsKey,
      Message: digest,
      MessageType: 'DIGEST',
      SigningAlgorithm: 'RSASSA_PSS_SHA_256',
    }),
  );
  if (!answer.Signature) throw new Problem('unavailable');
  return answer.Signature;
}

/**
 * An HMAC with SHA-256 under a KMS key, over a message of at most 4 KiB.
 * @throws Problem `unavailable` when KMS answers without one
 */
export async function hmacOf(kmsKey: string, message: Uint8Array): Promise<Uint8Array> {
  const answer = await kms.send(
    new GenerateMacCommand({ KeyId: kmsKey, MacAlgorithm: 'HMAC_SHA_256', Message: message }),
  );
  if (!answer.Mac) throw new Problem('unavailable');
  return answer.Mac;
}
