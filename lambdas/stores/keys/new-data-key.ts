import type { Use } from '../../model/row.ts';
import { generateDataKey } from '../../platform/aws/kms.ts';
import { contextOf, type Holder } from './held-keys.ts';

/**
 * A new data key of one holder for one use: in the clear, which its maker zeroes, and wrapped for storage. Only the
 * modules that make keys, `make-….ts`, come here.
 */
export function newDataKey(kmsKey: string, holder: Holder, use: Use) {
  return generateDataKey(kmsKey, contextOf(holder, use));
}
