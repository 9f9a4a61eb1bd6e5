import * as z from 'zod/mini';
import { rsaThumbprint } from '../lambdas/crypto/jwks.ts';
import { FileInvalid } from './strict-json.ts';

/** Keys of other kinds, and members that this command does not know, are passed over (RFC 7517, sections 4 and 5). */
const publicKey = z.object({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.literal('AQAB'),
  alg: z.literal('PS256'),
  use: z.literal('sig'),
  kid: z.string(),
});
const keySet = z.object({ keys: z.array(z.looseObject({})) });

/** Public keys to check statements with (RFC 7517). */
export interface KeySet {
  readonly keys: readonly z.output<typeof publicKey>[];
}

/** Whether a JSON value has the shape of a key set. */
export function looksLikeKeySet(value: unknown): boolean {
  return keySet.safeParse(value).success;
}

/**
 * The keys of a key set that can have signed a statement. Each key's name is its own thumbprint, so a published name
 * identifies the key.
 * @throws FileInvalid
 */
export function keySetOf(value: unknown): KeySet {
  const parsed = keySet.safeParse(value);
  if (!parsed.success) throw new FileInvalid('not a key set');
  const keys = parsed.data.keys.flatMap((key) => publicKey.safeParse(key).data ?? []);
  if (keys.length === 0) throw new FileInvalid('a key set without a key that signs statements');
  if (keys.some(({ n, e, kid }) => rsaThumbprint(n, e) !== kid))
    throw new FileInvalid('a key in it does not have the name it is given');
  return { keys: [...new Map(keys.map((key) => [key.kid, key])).values()] };
}
