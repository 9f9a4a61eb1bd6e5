import * as z from 'zod/mini';
import { rsaThumbprint } from '../lambdas/crypto/jwks.ts';
import { FileInvalid } from './strict-json.ts';

const publicKey = z.strictObject({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.literal('AQAB'),
  alg: z.literal('PS256'),
  use: z.literal('sig'),
  kid: z.string(),
});
const keySet = z.strictObject({ keys: z.array(publicKey).check(z.minLength(1)) });

/** Public keys to check statements with (RFC 7517). */
export interface KeySet {
  readonly keys: readonly z.output<typeof publicKey>[];
}

/**
 * The key set in a JSON value. Each key's name is its own thumbprint, so a published name identifies the key.
 * @throws FileInvalid
 */
export function keySetOf(value: unknown): KeySet {
  const parsed = keySet.safeParse(value);
  if (!parsed.success) throw new FileInvalid('not a key set of Habeas');
  if (parsed.data.keys.some(({ n, e, kid }) => rsaThumbprint(n, e) !== kid))
    throw new FileInvalid('a key in it does not have the name it is given');
  return parsed.data;
}
