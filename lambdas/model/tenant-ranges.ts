import { secretHash } from '../crypto/one-time.ts';
import { bitsOf, shards } from '../domain/identifiers.ts';
import {
  evidenceKey,
  type Key,
  keysKey,
  rangePk,
  type Table,
  tenantRange,
  vaultKey,
} from './key-registry.ts';

/** A contiguous range of one table: a whole partition, or what starts with a prefix in it. */
export interface TableRange {
  /** The same for the same range always; holds no id. */
  readonly name: string;
  /** A shard, or `t`. */
  readonly shard: string;
  readonly table: Table;
  readonly pk: string;
  readonly prefix?: string;
}

/** All ranges of a tenant: sixteen shards, and its own. */
export const rangeNames: readonly string[] = [...shards, tenantRange];

/**
 * Everything of a tenant in a table that a purge removes. In Evidence that is the entries of its log: leaf hashes
 * stay, and its statements go last.
 */
export function rangesOf(table: Table, tenant: string): TableRange[] {
  return table === 'evidence'
    ? shards.map((shard) => logRange(tenant, shard))
    : rangeNames.map((shard) => ({ name: `${table}-${shard}`, shard, table, pk: rangePk(tenant, shard) }));
}

/** What a purge counts beside it: the leaf hashes, which stay. */
export function leavesOf(tenant: string): TableRange[] {
  return shards.map((shard) => ({
    name: `leaves-${shard}`,
    shard,
    table: 'evidence',
    pk: evidenceKey.log(tenant, shard),
    prefix: 'L#',
  }));
}

/** Where individuals and all that is theirs lie in Vault: one range of each shard. */
export function individualsOf(tenant: string): TableRange[] {
  return shards.map((shard) => ({
    name: `individuals-${shard}`,
    shard,
    table: 'vault',
    pk: rangePk(tenant, shard),
    prefix: 'I#',
  }));
}

const logRange = (tenant: string, shard: string): TableRange => ({
  name: `evidence-${shard}`,
  shard,
  table: 'evidence',
  pk: evidenceKey.log(tenant, shard),
  prefix: 'E#',
});

/** What the workflow itself puts on the record, once in an epoch. */
const events = [
  'retention.scheduled',
  'purge.committed',
  'purge.shredded',
  'purge.verified',
  'purge.attested',
  'purge.attested-finally',
] as const;
export type WorkflowEvent = (typeof events)[number];

/** The id of the workflow's entry for an event. It follows from it, so that a step done twice meets its own entry. */
export function workflowEntry(tenant: string, epoch: number, event: WorkflowEvent): string {
  return `ent_${secretHash(`${bitsOf(tenant)}\n${epoch}\n${event}`).slice(0, 32)}`;
}

/**
 * Whether a row outlives the sweep: the tenant and its lease, which the last steps need, the envelope that the
 * admins are told by, and the purge's own entries. All of them go with attestation (2).
 */
export function keptBySweep(tenant: string, epoch: number): (table: Table, key: Key) => boolean {
  const mark = (table: Table, { pk, sk }: Key) => `${table} ${pk} ${sk}`;
  const kept = new Set([
    mark('vault', vaultKey.tenant(tenant)),
    mark('vault', vaultKey.lease(tenant)),
    mark('keys', keysKey.envelope(tenant)),
    ...events
      .filter((event) => event.startsWith('purge.'))
      .map((event) => mark('evidence', evidenceKey.entry(tenant, workflowEntry(tenant, epoch, event)))),
  ]);
  return (table, key) => kept.has(mark(table, key));
}
