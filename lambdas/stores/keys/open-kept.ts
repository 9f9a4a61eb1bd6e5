import { shardOf } from '../../domain/identifiers.ts';
import { keptKeyRow } from '../../model/kept-rows.ts';
import { shardSecretRow } from '../../model/key-rows.ts';
import type { Sealer } from '../../model/row.ts';
import type { Row, Wanted } from '../../platform/dynamodb/key.ts';
import { unwrappedSealer } from './unwrapped-keys.ts';

/** The rows of Keys that open a kept set, to be read together with other rows. */
export const keptKeyRowsOf = (tenant: string, set: string): Wanted[] => [
  shardSecretRow.at(tenant, shardOf(set)),
  keptKeyRow.at(tenant, set),
];

/**
 * Seals and opens the lines of a kept set with the keys in the rows of `keptKeyRowsOf`; undefined when one is missing,
 * in which case nothing opens. The key is unwrapped by KMS unless it is cached.
 */
export async function keptSealer(
  kmsKey: string,
  tenant: string,
  set: string,
  [shard, key]: readonly (Row | undefined)[],
): Promise<Sealer | undefined> {
  if (!shard || !key) return undefined;
  const shardSecret = shardSecretRow.from(shard).secret;
  const wrapped = { kept: keptKeyRow.from(key).wrapped };
  return unwrappedSealer(kmsKey, { owner: { tenant, individual: set }, shardSecret, wrapped }, 'kept');
}
