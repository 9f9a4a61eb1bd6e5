import { bitsOf, shardOf, shards } from '../domain/identifiers.ts';
import type { TenantState } from '../domain/tenants/tenancy.ts';
import type { Key, KeyRange } from '../platform/dynamodb/key.ts';
import { type Listed, placeInList, type WriteRule } from './row.ts';
import { partition, type Table, tenantRange } from './tables.ts';

/** A key in the tenant's own range. */
export function atTenant(tenant: string, sk: string): Key {
  return { pk: partition.range(tenant, tenantRange), sk };
}

/** A key in the shard of a keyed hash. */
export function inShardOf(tenant: string, hash: string, sk: string): Key {
  return { pk: partition.range(tenant, shardOf(hash)), sk };
}

/** A key below an individual: all rows of an individual lie in one range of one shard. */
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

/**
 * A sorted list of rows of one kind. Each row's position stands in the partition of the index that is named like the
 * row's own partition, under a prefix of the kind: a list of what lies in all shards is read from sixteen partitions
 * and merged.
 */
export interface List {
  readonly table: Table;
  readonly partitions: readonly string[];
  /** Absent for a list that has its partition for itself. */
  readonly prefix?: string;
}

/** A list of rows below individuals. */
export function listInShards(tenant: string, prefix: string): List {
  return { table: 'vault', partitions: shards.map((shard) => partition.range(tenant, shard)), prefix };
}

/** A list of rows of the tenant's own range. */
export function listOfTenant(tenant: string, prefix: string): List {
  return { table: 'vault', partitions: [partition.range(tenant, tenantRange)], prefix };
}

/** The position in a list of the row with this key. */
export function placeIn({ prefix = '' }: List, { pk }: Key, instant: string, id: string): Listed {
  return { listPk: pk, listSk: `${prefix}${placeInList(instant, id)}` };
}

/** A version as written in keys, padded so that versions sort numerically. */
export function numbered(version: number): string {
  return version.toString().padStart(6, '0');
}

const never: readonly TenantState[] = [];
const alive: readonly TenantState[] = ['open', 'retrieval'];
const always: readonly TenantState[] = ['provisioning', ...alive, 'purging', 'purged'];

/**
 * Write rules that several kinds of rows share. In state `purging` only rows of the workflow are written, in `purged`
 * only what the second attestation needs.
 */
export const written = {
  /** New data, requests, grants and disclosures end with the contract. */
  whileOpen: { create: ['open'], change: ['open'] },
  /** What individuals and members may do until the purge. */
  untilPurge: { create: alive, change: alive },
  /** Created only before the contract's end, but still changed after it. */
  sinceOpen: { create: ['open'], change: alive },
  onceUntilPurge: { create: alive, change: never },
  onceWhileOpen: { create: ['open'], change: never },
  /** Made once by the keymaker. */
  byKeymaker: { create: ['provisioning'], change: never },
  /** Made by the keymaker, and again for each individual. */
  withIndividual: { create: ['provisioning', 'open'], change: never },
  byPurge: { create: ['purging'], change: ['purging'] },
  onceInRetrieval: { create: ['retrieval'], change: never },
  whileAttesting: { create: ['purging', 'purged'], change: never },
  always: { create: always, change: always },
  /** Evidence is never changed. */
  appended: { create: always, change: never },
} as const satisfies Readonly<Record<string, WriteRule>>;
