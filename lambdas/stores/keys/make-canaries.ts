import { canaryOf } from '../../crypto/one-time.ts';
import { shards } from '../../domain/identifiers.ts';
import { auditSecretRow, dataKeyRow } from '../../model/key-rows.ts';
import { canaryRow, canaryText, canaryWords } from '../../model/people-rows.ts';
import { onNewKey } from '../../platform/aws/kms-keys.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { newDataKey } from './new-data-key.ts';
import { sealer } from './sealer.ts';

/**
 * The rows of all sixteen canaries, each with a data key of its own: sixteen KMS calls.
 * @param secrets of the shards, as they are or will be stored.
 */
export async function newCanaries(
  tenant: string,
  kmsKey: string,
  secrets: Readonly<Record<string, Uint8Array>>,
  at: string,
): Promise<Write[]> {
  const rows = await Promise.all(shards.map((shard) => newCanary(tenant, kmsKey, shard, secrets[shard], at)));
  return rows.flat();
}

async function newCanary(
  tenant: string,
  kmsKey: string,
  shard: string,
  secret: Uint8Array | undefined,
  at: string,
): Promise<Write[]> {
  if (!secret) throw new Error('a shard has no secret');
  const id = canaryOf(tenant, shard);
  const owner = { tenant, individual: id };
  const { plain, wrapped } = await onNewKey(() => newDataKey(kmsKey, owner, 'canary'));
  const sealed = canaryText.seal(sealer(owner, 'canary', plain, secret), { id, version: 1 }, canaryWords);
  plain.fill(0);
  return [
    canaryRow.put([tenant, id], {
      id,
      state: 'active',
      gate: 1,
      version: 1,
      createdAt: at,
      canary: true,
      sealed,
    }),
    dataKeyRow.put([tenant, id, 'canary'], { wrapped }),
    auditSecretRow.put([tenant, id], { secret: newReference() }),
  ];
}
