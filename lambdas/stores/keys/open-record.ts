import type { Sealer } from '../../model/row.ts';
import type { ReadKeys } from './read-keys.ts';
import { unwrappedSealer } from './unwrapped-keys.ts';

/** Seals and opens an individual's records. Their key is unwrapped by KMS unless it is cached. */
export function recordSealer(kmsKey: string, keys: ReadKeys<'record'>): Promise<Sealer> {
  return unwrappedSealer(kmsKey, keys, 'record');
}
