import { atTenant, belowIndividual, inShardOf, written } from './places.ts';
import { defineRow } from './row.ts';
import { partition } from './tables.ts';

/** The answer of a call that is done at most once, for 24 h; its key holds the hash of caller, operation and key. */
export interface IdempotencyRow {
  /** Salt and salted hash of the body. */
  readonly salt: string;
  readonly body: string;
  /** Ids, states and instants only. */
  readonly answer: unknown;
  readonly expiresAt: number;
}

/** Below what a repeat is remembered, and with what it goes: an individual, a shard of a tenant, or the tenant. */
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
