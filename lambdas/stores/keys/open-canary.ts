import { canaryOf } from '../../crypto/one-time.ts';
import { auditSecretRow, dataKeyRow, shardSecretRow } from '../../model/key-rows.ts';
import { canaryText, canaryWords, individualRow } from '../../model/people-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { keysFrom } from './read-keys.ts';
import { unwrappedSealer } from './unwrapped-keys.ts';

/**
 * Whether the canary of a shard opens, which shows that its row, its keys, the shard's secret and the tenant's KMS
 * key work together. False when a row is missing.
 * @param table in which its row is: Vault, or a restored copy of it.
 * @throws SealBroken, or the error of KMS, when the rows exist and do not work
 */
export async function canaryOpens(
  tenant: string,
  kmsKey: string,
  shard: string,
  table: string = individualRow.table,
): Promise<boolean> {
  const id = canaryOf(tenant, shard);
  const { canary, keys } = await readNamed({
    canary: { ...individualRow.at(tenant, id), table },
    keys: [
      shardSecretRow.at(tenant, shard),
      auditSecretRow.at(tenant, id),
      dataKeyRow.at(tenant, id, 'canary'),
    ],
  });
  const keyed = keysFrom({ tenant, individual: id }, ['canary'], keys);
  if (!canary || !keyed) return false;
  const sealer = await unwrappedSealer(kmsKey, keyed, 'canary');
  return canaryText.open(sealer, individualRow.from(canary)).release() === canaryWords;
}
