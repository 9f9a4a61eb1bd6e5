import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { Problem } from '../../domain/problems.ts';
import { patient } from '../runtime/patience.ts';

/** The one client for KMS. */
export const kms = new KMSClient(patient());

/**
 * The encryption context of a data key: KMS unwraps the key only with the same context, and writes it to CloudTrail.
 */
export type EncryptionContext = Readonly<Record<string, string>>;

/**
 * Has a KMS key make a data key of 256 bits: in the clear, and wrapped for storage.
 * @throws Problem `unavailable` when KMS answers without one
 */
export async function generateDataKey(
  kmsKey: string,
  context: EncryptionContext,
): Promise<{ readonly plain: Uint8Array; readonly wrapped: Uint8Array }> {
  const answer = await kms.send(
    new GenerateDataKeyCommand({ KeyId: kmsKey, KeySpec: 'AES_256', EncryptionContext: context }),
  );
  if (!answer.Plaintext || !answer.CiphertextBlob) throw new Problem('unavailable');
  return { plain: answer.Plaintext, wrapped: answer.CiphertextBlob };
}

/**
 * Has a KMS key unwrap a data key that it wrapped under this context.
 * @throws Problem `unavailable` when KMS answers without one
 */
export async function unwrapDataKey(
  kmsKey: string,
  wrapped: Uint8Array,
  context: EncryptionContext,
): Promise<Uint8Array> {
  const answer = await kms.send(
    new DecryptCommand({ KeyId: kmsKey, CiphertextBlob: wrapped, EncryptionContext: context }),
  );
  if (!answer.Plaintext) throw new Problem('unavailable');
  return answer.Plaintext;
}
