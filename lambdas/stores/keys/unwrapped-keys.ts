import { createHash } from 'node:crypto';
import type { Sealer, Use } from '../../model/row.ts';
import { unwrapDataKey } from '../../platform/aws/kms.ts';
import { ageSince, type Clocks, readClocks } from '../../platform/runtime/clock.ts';
import { contextOf, type KeyOwner, type ReadKeys } from './read-keys.ts';
import { sealer } from './sealer.ts';

const maxAge = 60_000;
const maxEntries = 512;
const cache = new Map<string, { readonly key: Uint8Array; readonly born: Clocks }>();

/**
 * The plain data key of a wrapped one. Plain keys are cached for at most 60 s, under the hash of the wrapped key just
 * read, so a deleted key row makes the cached key useless. They are zeroed when they leave the cache, so callers get
 * a copy. Imported only by the modules that open one use each (`open-….ts`), so a function can open only the uses
 * that it imports.
 * @param cachedAs whom the cache keeps it for, if not its owner
 */
export async function unwrapped(
  kmsKey: string,
  owner: KeyOwner,
  use: Use,
  wrapped: Uint8Array,
  cachedAs = owner.individual,
): Promise<Uint8Array> {
  const name = createHash('sha256').update(use).update(cachedAs).update(wrapped).digest('hex');
  const known = cache.get(name);
  if (known && ageSince(known.born) < maxAge) return known.key.slice();
  forget(name);
  const key = await unwrapDataKey(kmsKey, wrapped, contextOf(owner, use));
  const oldest = cache.keys().next().value;
  if (cache.size >= maxEntries && oldest !== undefined) forget(oldest);
  cache.set(name, { key, born: readClocks() });
  return key.slice();
}

/** A sealer of one use, whose key is unwrapped by KMS unless it is cached. */
export async function unwrappedSealer<U extends Use>(
  kmsKey: string,
  { owner, wrapped, shardSecret }: Omit<ReadKeys<U>, 'auditSecret'>,
  use: U,
): Promise<Sealer> {
  return sealer(owner, use, await unwrapped(kmsKey, owner, use, wrapped[use]), shardSecret);
}

function forget(name: string): void {
  cache.get(name)?.key.fill(0);
  cache.delete(name);
}
