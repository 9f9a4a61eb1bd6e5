import { lookupHash } from '../../crypto/keyed-hash.ts';
import { Problem } from '../../domain/problems.ts';
import type { IndividualUse } from '../../model/row.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { type ReadKeys, tenantKeys } from './read-keys.ts';
import { unwrapped } from './unwrapped-keys.ts';

/** Gives the keyed hashes, in hex, by which values are looked up; equivalent spellings give the same hash. */
export interface LookUp {
  /** The tenant's own reference for an individual; surrounding white space and Unicode form do not matter. */
  reference(value: string): string;
  /** A mail address; case does not matter either. */
  address(value: string): string;
}

/** Look-ups under a tenant's index key, unwrapped by KMS unless it is cached. */
export async function lookUp(kmsKey: string, keys: ReadKeys<'index'>): Promise<LookUp> {
  const key = await indexKey(kmsKey, keys);
  return {
    reference: (value) => lookupHash(key, 'reference', value.trim().normalize('NFC')),
    address: (value) => lookupHash(key, 'address', value.trim().normalize('NFC').toLowerCase()),
  };
}

/**
 * Look-ups under a tenant's index key, which is read first.
 * @throws Problem `unavailable` when it has none
 */
export async function tenantLookUp(tenant: string, kmsKey: string): Promise<LookUp> {
  const keys = tenantKeys.from(tenant, 'index', await read(tenantKeys.rows(tenant, 'index')));
  if (!keys) throw new Problem('unavailable', { retryAfter: 1 });
  return lookUp(kmsKey, keys);
}

/** The tenant's index key in the clear, for keyed hashes of look-up values. */
export function indexKey(kmsKey: string, keys: ReadKeys<'index'>): Promise<Uint8Array> {
  return unwrapped(kmsKey, keys, 'index');
}

/**
 * Performs equivalent unwraps, one for each of these uses, side by side, for an individual who does not exist. They are
 * cached in the same way, so that the time of a refusal does not reveal whether they exist.
 */
export async function unwrapNothing(
  kmsKey: string,
  keys: ReadKeys<'index'>,
  individual: string,
  uses: readonly IndividualUse[],
): Promise<void> {
  await Promise.all(
    uses.map(async (use) => (await unwrapped(kmsKey, keys, 'index', `${individual} ${use}`)).fill(0)),
  );
}
