import { idempotencyRow } from '../../model/idempotency-rows.ts';
import type { Key } from '../../platform/dynamodb/key.ts';

/** Where a tenant's repeats are remembered that go with none of its individuals, spread over its shards. */
export function inShardOf(tenant: string): (hash: string) => Key {
  return (hash) => idempotencyRow.key({ tenant, range: 'shard' }, hash);
}
