import { bitsOf, shardOf } from '../domain/identifiers.ts';
import type { TenantState } from '../domain/tenants/tenancy.ts';
import type { Key, KeyRange } from '../platform/dynamodb/key.ts';
import type { WriteRule } from './row.ts';
import { partition, type Table, tenantRange } from './tables.ts';

/** A key in the tenant's own range. */
export function atTenant(tenant: string, sk: string): Key {
  return { pk: partition.range(tenant, tenantRange), sk };
}

/** A key in the shard of a keyed hash. */
export function inShardOf(tenant: string, hash: string, sk: string): Key {
  return { pk: partition.range(tenant, shardOf(hash)), sk };
}

/** A key below an individual: all that is theirs lies in one range of one shard. */
export function belowIndividual(tenant: string, individual: string, rest: string): Key {
  return inShardOf(tenant, individual, `I#${bitsOf(individual)}${rest}`);
}

/** A range below an individual. */
export function rangeBelow(
  tenant: string,
  individual: string,
  rest: string,
  table: Table = 'vault',
): KeyRange {
  const { pk, sk } = belowIndividual(tenant, individual, rest);
  return { table, pk, prefix: sk };
}

/** A range of the tenant's own range. */
export function rangeOfTenant(tenant: string, prefix: string, table: Table = 'vault'): KeyRange {
  return { table, pk: partition.range(tenant, tenantRange), prefix };
}

/** A version as it stands in keys, so that versions sort as numbers do. */
export function numbered(version: number): string {
  return version.toString().padStart(6, '0');
}

const never: readonly TenantState[] = [];
const alive: readonly TenantState[] = ['open', 'retrieval'];
const always: readonly TenantState[] = ['provisioning', ...alive, 'purging', 'purged'];

/**
 * Rules of writing that several kinds of rows share. `purging` takes rows of the workflow only, `purged` what the
 * second attestation needs.
 */
export const written = {
  /** New data, requests, grants and disclosures end with the contract. */
  whileOpen: { create: ['open'], change: ['open'] },
  /** What individuals and members go on doing until the purge. */
  untilPurge: { create: alive, change: alive },
  /** What exists since before the contract's end, and still changes after it. */
  sinceOpen: { create: ['open'], change: alive },
  onceUntilPurge: { create: alive, change: never },
  onceWhileOpen: { create: ['open'], change: never },
  /** What the keymaker makes once for all. */
  byKeymaker: { create: ['provisioning'], change: never },
  /** The same, and again for each individual. */
  withIndividual: { create: ['provisioning', 'open'], change: never },
  byPurge: { create: ['purging'], change: ['purging'] },
  onceInRetrieval: { create: ['retrieval'], change: never },
  whileAttesting: { create: ['purging', 'purged'], change: never },
  /** Evidence is never changed. */
  appended: { create: always, change: never },
} as const satisfies Readonly<Record<string, WriteRule>>;
