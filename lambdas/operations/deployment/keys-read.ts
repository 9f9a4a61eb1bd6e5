import type { Handler } from '../../http/serve.ts';
import { publicKeys } from '../../stores/statements/signer.ts';

/** The public keys that receipts and attestations are checked with, newest first. */
export const keysRead: Handler<'keys.read'> = async () => ({
  raw: {
    content: JSON.stringify({ keys: await publicKeys() }),
    contentType: 'application/jwk-set+json',
  },
});
