import { atTenant, belowIndividual, inShardOf, written } from './places.ts';
import { defineRow } from './row.ts';
import { partition } from './tables.ts';

/**
 * The stored answer of an idempotent call, kept for 24 hours; the row's key holds the hash of caller, operation and
 * idempotency key.
 */
export interface IdempotencyRow {
  /** Salt and salted hash of the body. */
  readonly salt: string;
  readonly body: string;
  /** Ids, states and instants only. */
  readonly answer: unknown;
  readonly expiresAt: number;
}

/** What the stored answer belongs to, and is deleted with: an individual, a shard of a tenant, or the tenant. */
export type IdempotencyPlace =
  | { readonly tenant: string; readonly individual: string }
  | { readonly tenant: string; readonly range: 'shard' | 'tenant' };

export const idempotencyRow = defineRow<IdempotencyRow>()({
  table: 'vault',
  name: 'idempotency',
  families: ['tenant', 'shard'],
  shape: /^(?:I#[0-9a-f]{32}#X|IDEM)#[0-9a-f]{64}$/,
  key: (place: IdempotencyPlace, hash: string) => {
    if ('individual' in place) return belowIndividual(place.tenant, place.individual, `#X#${hash}`);
    return place.range === 'tenant'
      ? atTenant(place.tenant, `IDEM#${hash}`)
      : inShardOf(place.tenant, hash, `IDEM#${hash}`);
  },
  write: written.untilPurge,
});

export const deploymentIdempotencyRow = defineRow<IdempotencyRow>()({
  table: 'vault',
  name: 'idempotency',
  families: ['deployment'],
  shape: /^IDEM#[0-9a-f]{64}$/,
  key: (hash: string) => ({ pk: partition.deployment, sk: `IDEM#${hash}` }),
  write: 'no-tenant',
});
