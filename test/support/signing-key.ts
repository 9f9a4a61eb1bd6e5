import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';

const algorithm = 'RSA_AES_KEY_WRAP_SHA_256';

/** Makes a KMS key that signs with an RSA-4096 key which is there already (PKCS #8), and gives its ARN. */
export async function importSigningKey(kms: KMSClient, pkcs8: Buffer): Promise<string> {
  const { KeyMetadata: made } = await kms.send(
    new CreateKeyCommand({ KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' }),
  );
  const KeyId = made?.Arn ?? '';
  const { PublicKey, ImportToken } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: algorithm,
      WrappingKeySpec: 'RSA_2048',
    }),
  );
  await kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial: wrapped(pkcs8, PublicKey ?? new Uint8Array()),
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    }),
  );
  return KeyId;
}

/** What KMS calls RSA_AES_KEY_WRAP: an AES key under RSA-OAEP, then the material under that key (RFC 5649). */
function wrapped(material: Buffer, spki: Uint8Array): Buffer {
  const aes = randomBytes(32);
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const cipher = createCipheriv('id-aes256-wrap-pad', aes, Buffer.from('a65959a6', 'hex'));
  return Buffer.concat([
    publicEncrypt({ key, padding, oaepHash: 'sha256' }, aes),
    cipher.update(material),
    cipher.final(),
  ]);
}
