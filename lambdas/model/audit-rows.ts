import type { AuditEntry } from '../domain/evidence/audit.ts';
import { shardOf, shards } from '../domain/identifiers.ts';
import type { List } from './places.ts';
import { written } from './places.ts';
import { defineRow, type Listed } from './row.ts';
import { partition } from './tables.ts';

/** An entry of the audit log. A purge deletes entries; their leaf hashes stay. */
export interface EntryRow extends Listed {
  readonly id: string;
  readonly body: AuditEntry;
}
export const entryRow = defineRow<EntryRow>()({
  table: 'evidence',
  name: 'entry',
  families: ['log'],
  shape: /^E#ent_[0-9a-f]{32,64}$/,
  key: (tenant: string, entry: string) => ({ pk: partition.log(tenant, shardOf(entry)), sk: `E#${entry}` }),
  write: written.appended,
});
/** The list of a log's entries, of a tenant or of the deployment. */
export const entryList = (tenant: string): List => ({
  table: 'evidence',
  partitions: shards.map((shard) => partition.log(tenant, shard)),
  prefix: 'E#',
});

/** SHA-256 in hex over an entry (RFC 6962 leaf). */
export interface LeafRow {
  readonly leaf: string;
}
export const leafRow = defineRow<LeafRow>()({
  table: 'evidence',
  name: 'leaf',
  families: ['log'],
  shape: /^L#ent_[0-9a-f]{32,64}$/,
  key: (tenant: string, entry: string) => ({ pk: partition.log(tenant, shardOf(entry)), sk: `L#${entry}` }),
  write: written.appended,
});

export const evidenceSentinel = defineRow<Partial<Listed>>()({
  table: 'evidence',
  name: 'planted',
  families: ['log'],
  shape: /^E#PLANTED$/,
  key: (tenant: string, shard: string) => ({ pk: partition.log(tenant, shard), sk: 'E#PLANTED' }),
  write: written.byPurge,
});
