import { keptKeyRow } from '../../model/kept-rows.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { newDataKey } from './new-data-key.ts';

/** Makes the key of a kept set: the write that stores it, unless the set has one. */
export async function newKeptKey(tenant: string, kmsKey: string, set: string): Promise<Write> {
  const { plain, wrapped } = await newDataKey(kmsKey, { tenant, individual: set }, 'kept');
  plain.fill(0);
  return keptKeyRow.put([tenant, set], { wrapped }, { if: absent });
}
