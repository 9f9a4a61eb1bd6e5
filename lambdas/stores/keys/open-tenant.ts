import type { Sealer } from '../../model/row.ts';
import type { ReadKeys } from './read-keys.ts';
import { unwrappedSealer } from './unwrapped-keys.ts';

/**
 * Seals and opens a tenant's own data: names and addresses of members. Its key is unwrapped by KMS unless it is
 * cached.
 */
export function tenantSealer(kmsKey: string, keys: ReadKeys<'tenant'>): Promise<Sealer> {
  return unwrappedSealer(kmsKey, keys, 'tenant');
}
