import { createHash } from 'node:crypto';
import { workingKey } from '../../crypto/sealing.ts';
import type { Sealer, Use } from '../../model/row.ts';
import { unwrapDataKey } from '../../platform/aws/kms.ts';
import { ageSince, type Clocks, readClocks } from '../../platform/runtime/clock.ts';
import { contextOf, type ReadKeys } from './read-keys.ts';
import { sealerUnder } from './sealer.ts';

const maxAge = 60_000;
const maxEntries = 512;
const cache = new Map<string, { readonly key: Uint8Array; readonly born: Clocks }>();

/** What gives an owner's working keys: the data keys, wrapped, and the secret of the range. */
type Held<U extends Use> = Omit<ReadKeys<U>, 'auditSecret'>;

/**
 * The working key of a wrapped data key. Working keys are cached for at most 60 s, under the hash of the wrapped key
 * and the range's secret just read, so a deleted row of either makes the cached key useless. They are zeroed when they
 * leave the cache, so callers get a copy. Imported only by the modules that open one use each (`open-….ts`), so a
 * function can open only the uses that it imports.
 * @param cachedAs whom the cache keeps it for, if not its owner
 */
export async function unwrapped<U extends Use>(
  kmsKey: string,
  { owner, wrapped, shardSecret }: Held<U>,
  use: U,
  cachedAs = owner.individual,
): Promise<Uint8Array> {
  const name = createHash('sha256')
    .update(use)
    .update(cachedAs)
    .update(wrapped[use])
    .update(shardSecret)
    .digest('hex');
  const known = cache.get(name);
  if (known && ageSince(known.born) < maxAge) return known.key.slice();
  forget(name);
  const dataKey = await unwrapDataKey(kmsKey, wrapped[use], contextOf(owner, use));
  const key = workingKey(dataKey, shardSecret);
  dataKey.fill(0);
  const oldest = cache.keys().next().value;
  if (cache.size >= maxEntries && oldest !== undefined) forget(oldest);
  cache.set(name, { key, born: readClocks() });
  return key.slice();
}

/** A sealer of one use, whose key is unwrapped by KMS unless it is cached. */
export async function unwrappedSealer<U extends Use>(kmsKey: string, keys: Held<U>, use: U): Promise<Sealer> {
  return sealerUnder(keys.owner, use, await unwrapped(kmsKey, keys, use));
}

function forget(name: string): void {
  cache.get(name)?.key.fill(0);
  cache.delete(name);
}
