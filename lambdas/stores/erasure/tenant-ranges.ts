import { shards } from '../../domain/identifiers.ts';
import { leafRow } from '../../model/audit-rows.ts';
import { keptKeyRow, keptOfShard } from '../../model/kept-rows.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import { familiesOf } from '../../model/registry.ts';
import { type Family, partition, type Table, tenantRange } from '../../model/tables.ts';
import type { ErasureRange } from './scope.ts';

/** All ranges of a tenant: its sixteen shards, and its own range `t`. */
export const rangeNames: readonly string[] = [...shards, tenantRange];

/**
 * Which partitions of a family belong to a tenant, and which part of each the sweep removes: all of it, or a prefix.
 */
interface Swept {
  readonly shards: readonly string[];
  readonly pk: (tenant: string, shard: string) => string;
  readonly prefix?: string;
}

/** What happens to each family of partitions when a tenant is removed: it is swept, or stays for a reason. */
const families: Readonly<Record<Family, Swept | { readonly stays: string }>> = {
  tenant: { shards: [tenantRange], pk: partition.range },
  shard: { shards, pk: partition.range },
  // Entries are deleted. Leaf hashes in the same partition stay: proofs given earlier remain valid, and they point to
  // no one.
  log: { shards, pk: partition.log, prefix: 'E#' },
  statements: { stays: 'the schedule goes with attestation (2); pointers to attestations stay' },
  attestation: { stays: 'evidence of the erasure' },
  ledger: { stays: 'what a restored backup brings back is erased again' },
  deployment: { stays: 'belongs to no tenant' },
};

/** All ranges of a tenant in a table that the sweep removes, derived from the families in which rows are declared. */
export function sweptRangesOf(table: Table, tenant: string): ErasureRange[] {
  return familiesOf(table).flatMap((family) => {
    const what = families[family];
    if ('stays' in what) return [];
    return what.shards.map((shard) => ({
      name: `${table}-${shard}`,
      shard,
      table,
      pk: what.pk(tenant, shard),
      ...(what.prefix !== undefined && { prefix: what.prefix }),
    }));
  });
}

/** Why a family of partitions stays when a tenant is removed; undefined for one that is swept. */
export function reasonToStay(family: Family): string | undefined {
  const what = families[family];
  return 'stays' in what ? what.stays : undefined;
}

/** The leaf hashes of a tenant's log. */
export function leavesOf(tenant: string): ErasureRange[] {
  return shards.map((shard) => ({
    name: `leaves-${shard}`,
    shard,
    table: leafRow.table,
    pk: partition.log(tenant, shard),
    prefix: 'L#',
  }));
}

/** The ranges of Keys that name all individuals of a tenant: one of each shard. */
export function individualsOf(tenant: string): ErasureRange[] {
  return shards.map((shard) => ({
    name: `individuals-${shard}`,
    shard,
    table: auditSecretRow.table,
    pk: partition.range(tenant, shard),
    prefix: 'I#',
  }));
}

/** The ranges of Keys that open all kept sets of a tenant: one of each shard. */
export function keptKeysOf(tenant: string): ErasureRange[] {
  return shards.map((shard) => ({
    ...keptOfShard(tenant, shard, keptKeyRow.table),
    name: `kept-${shard}`,
    shard,
    table: keptKeyRow.table,
  }));
}
