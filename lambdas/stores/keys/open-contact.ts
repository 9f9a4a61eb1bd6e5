import type { Sealer } from '../../model/row.ts';
import type { ReadKeys } from './read-keys.ts';
import { unwrappedSealer } from './unwrapped-keys.ts';

/** Seals and opens an individual's contact. Their key is unwrapped by KMS unless it is cached. */
export function contactSealer(kmsKey: string, keys: ReadKeys<'contact'>): Promise<Sealer> {
  return unwrappedSealer(kmsKey, keys, 'contact');
}
