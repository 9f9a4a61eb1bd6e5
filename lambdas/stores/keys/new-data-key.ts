import type { Use } from '../../model/row.ts';
import { generateDataKey } from '../../platform/aws/kms.ts';
import { contextOf, type KeyOwner } from './read-keys.ts';

/**
 * A new data key of one owner for one use: in the clear, which its maker zeroes, and wrapped for storage. Only the
 * modules that make keys, `make-….ts`, come here.
 */
export function newDataKey(kmsKey: string, owner: KeyOwner, use: Use) {
  return generateDataKey(kmsKey, contextOf(owner, use));
}
