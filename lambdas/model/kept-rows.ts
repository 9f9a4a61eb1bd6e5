import type { KeptSet } from '../domain/erasure/keeping.ts';
import { bitsOf, idBelow, shardOf } from '../domain/identifiers.ts';
import type { Key, KeyRange } from '../platform/dynamodb/key.ts';
import type { WrappedKeyRow } from './key-rows.ts';
import { inShardOf, written } from './places.ts';
import { defineRow, defineSeal, type Listed } from './row.ts';
import { partition, type Table } from './tables.ts';

/*
 * What stays of somebody who is erased: one kept set for each duty, sealed under a key of its own. Sets lie in the
 * shard of the erasure's attestation, by whose 128 bits all sets of one erasure are found; nothing outside a seal says
 * whose they are. None expires by itself, because that would know no hold.
 */

/** A kept set. It is written when all its lines are, and listed by `until` once the erasure is beyond return. */
export interface KeptSetRow extends KeptSet, Partial<Listed> {
  /** The attestation of the erasure that it stayed from. */
  readonly attestation: string;
  readonly at: string;
  /** The attempt that removes it, until when its lease lasts, and when its key was destroyed. */
  readonly attempt?: number | undefined;
  readonly leasedUntil?: string | undefined;
  readonly shreddedAt?: string | undefined;
}
export const keptSetRow = defineRow<KeptSetRow>()({
  table: 'vault',
  name: 'kept-set',
  families: ['shard'],
  shape: /^KEPT#[0-9a-f]{64}$/,
  key: (tenant: string, set: string) => inKept(tenant, set, ''),
  write: written.untilPurge,
});

/** A line of a kept set, under a number that only its own set gives it. */
export interface KeptRow {
  readonly id: string;
  readonly version: 1;
  readonly sealed: Uint8Array;
}
export const keptRow = defineRow<KeptRow>()({
  table: 'vault',
  name: 'kept',
  families: ['shard'],
  shape: /^KEPT#[0-9a-f]{64}#[0-9a-f]{32}$/,
  key: (tenant: string, set: string, line: string) => inKept(tenant, set, `#${line}`),
  write: written.untilPurge,
});
/** What stood there, by the kind of row that it was: a line as an export has it. */
export type KeptLine = { readonly kind: string } & Readonly<Record<string, unknown>>;
export const keptContent = defineSeal<KeptRow, KeptLine>(
  'kept',
  'kept',
  (row) => row,
  (row) => row.sealed,
);

/** The data key of a set, wrapped by the tenant's KMS key, with the set in the place of the individual. */
export const keptKeyRow = defineRow<WrappedKeyRow>()({
  table: 'keys',
  name: 'kept-key',
  families: ['shard'],
  shape: /^KEPT#[0-9a-f]{64}$/,
  key: (tenant: string, set: string) => inKept(tenant, set, ''),
  write: written.onceUntilPurge,
});

/** The list of all kept sets, of all tenants, by the instant from which they go. */
export const dueKept = 'KEPT';

/** The id of a set of the erasure with this attestation. */
export const keptSetId = (attestation: string, ownBits: string) => idBelow('kpt', attestation, ownBits);

/** The attestation of the erasure that a set is of. */
export const attestationOfSet = (set: string) => `att_${bitsOf(set).slice(0, 32)}`;

/** The set that a row of it is of. */
export const setOfKept = ({ sk }: Key) => `kpt_${sk.split('#')[1]}`;

/** A set with all its lines, the set first. */
export const keptIn = (tenant: string, set: string, table: Table = 'vault'): KeyRange => {
  const { pk, sk } = inKept(tenant, set, '');
  return { table, pk, prefix: sk };
};

/** All sets of an erasure, with their lines, or their keys. */
export const keptOfErasure = (tenant: string, attestation: string, table: Table = 'vault'): KeyRange => ({
  table,
  pk: partition.range(tenant, shardOf(attestation)),
  prefix: `KEPT#${bitsOf(attestation)}`,
});

/** All kept sets of a shard, with their lines, or their keys. */
export const keptOfShard = (tenant: string, shard: string, table: Table = 'vault'): KeyRange => ({
  table,
  pk: partition.range(tenant, shard),
  prefix: 'KEPT#',
});

function inKept(tenant: string, set: string, rest: string): Key {
  return inShardOf(tenant, set, `KEPT#${bitsOf(set)}${rest}`);
}
