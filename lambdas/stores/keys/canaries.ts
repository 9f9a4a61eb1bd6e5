import { secretHash } from '../../crypto/one-time.ts';
import { shards } from '../../domain/identifiers.ts';
import { keysKey, vaultKey } from '../../model/key-registry.ts';
import type { IndividualRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { newDataKey, sealer, sealerFor } from './keyring.ts';

const text = 'a canary of this shard';

/** The synthetic individual of a shard. Its id follows from tenant and shard, so that a probe needs no list. */
export function canaryOf(tenant: string, shard: string): string {
  return `ind_${shard}${secretHash(`canary\n${tenant}\n${shard}`).slice(1, 32)}`;
}

type CanaryRow = Pick<IndividualRow, 'id' | 'state' | 'gate' | 'version' | 'createdAt' | 'canary' | 'sealed'>;

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
  const holder = { tenant, individual: id };
  const { plain, wrapped } = await newDataKey(kmsKey, holder, 'canary');
  const row: CanaryRow = {
    id,
    state: 'active',
    gate: 1,
    version: 1,
    createdAt: at,
    canary: true,
    sealed: sealer(holder, 'canary', plain, secret).seal('canary', id, 1, text),
  };
  plain.fill(0);
  return [
    { table: 'vault', put: { ...vaultKey.individual(tenant, id), ...row } },
    { table: 'keys', put: { ...keysKey.dataKey(tenant, id, 'canary'), wrapped } },
    { table: 'keys', put: { ...keysKey.audit(tenant, id), ref: newReference() } },
  ];
}

/**
 * Whether the canary of a shard opens: its row, its keys, the shard's secret and the tenant's KMS key all work
 * together. False when a row is missing.
 * @throws SealBroken, or what KMS says, when they are there and do not work
 */
export async function canaryOpens(tenant: string, kmsKey: string, shard: string): Promise<boolean> {
  const id = canaryOf(tenant, shard);
  const [row, secret, key, audit] = await read([
    { table: 'vault', key: vaultKey.individual(tenant, id) },
    { table: 'keys', key: keysKey.shard(tenant, shard) },
    { table: 'keys', key: keysKey.dataKey(tenant, id, 'canary') },
    { table: 'keys', key: keysKey.audit(tenant, id) },
  ]);
  if (!row || !secret || !key || !audit) return false;
  const keys = {
    holder: { tenant, individual: id },
    shardSecret: secret.secret as Uint8Array,
    auditRef: audit.ref as string,
    wrapped: { canary: key.wrapped as Uint8Array },
  };
  const sealer = await sealerFor(kmsKey, keys, 'canary');
  return sealer.open<string>('canary', id, 1, row.sealed).release() === text;
}
