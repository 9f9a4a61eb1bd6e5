import type { Use } from '../../model/row.ts';
import { generateDataKey } from '../../platform/aws/kms.ts';
import { contextOf, type KeyOwner } from './read-keys.ts';

/**
 * A new data key of one owner for one use: in the clear, to be zeroed by the caller, and wrapped for storage.
 * Imported only by the modules that make keys (`make-….ts`).
 */
export function newDataKey(kmsKey: string, owner: KeyOwner, use: Use) {
  return generateDataKey(kmsKey, contextOf(owner, use));
}
