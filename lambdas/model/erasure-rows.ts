import type { Counts, TableCounts } from '../domain/counts.ts';
import { shardOf } from '../domain/identifiers.ts';
import type { Lease } from '../domain/retention/lease.ts';
import type { Positions } from '../platform/dynamodb/walk.ts';
import { atTenant, written } from './places.ts';
import { defineRow, type Listed } from './row.ts';
import { partition } from './tables.ts';

/** How far a long step has come, kept in the lease so that the next call continues there. */
export interface Progress {
  readonly step: string;
  readonly state: unknown;
}
/** Rows by table and kind that a removal has counted: what there was, and what it has deleted. */
export interface Tally {
  readonly existed: TableCounts;
  readonly deleted: TableCounts;
  /** When all that existed was counted. */
  readonly at?: string | undefined;
}
/** A tenant has one from its beginning, and through it its place in the list of what is due. */
export type LeaseRow = Lease & {
  readonly [A in keyof Listed]?: string | undefined;
} & {
  readonly progress?: Progress | undefined;
  readonly tally?: Tally | undefined;
  /** When the last verification found nothing. */
  readonly verifiedAt?: string | undefined;
};
export const leaseRow = defineRow<LeaseRow>()({
  table: 'vault',
  name: 'lease',
  families: ['tenant'],
  shape: /^LEASE$/,
  key: (tenant: string) => atTenant(tenant, 'LEASE'),
  write: written.always,
});
/** The list of all tenants that somebody has to look after at an instant: by that instant, and sparse. */
export const dueTenants = 'DUE';

/** What was destroyed, under a pseudonym that can be recomputed only with the deployment's own key. */
export interface LedgerRow {
  readonly v: 1;
  readonly scope: 'tenant' | 'individual';
  readonly epoch: number;
  readonly at: string;
}
export const ledgerRow = defineRow<LedgerRow>()({
  table: 'evidence',
  name: 'ledger',
  families: ['ledger'],
  shape: /^[0-9a-f]{64}$/,
  key: (pseudonym: string) => ({ pk: partition.ledger(shardOf(pseudonym)), sk: pseudonym }),
  write: written.onceInRetrieval,
});

/**
 * What was repeated on a restored copy of Vault, in the copy itself: without `replayedAt` nobody may be served from it.
 */
export interface ReplayRow {
  /** The instant that the copy was restored to, and that up to which everything since is repeated. RFC 3339 UTC. */
  readonly since: string;
  readonly until: string;
  /** The tenant that is at work, by id: all before it are done. */
  readonly tenant?: string | undefined;
  /** How far its ranges are done. */
  readonly positions?: Positions | undefined;
  /** Rows that were changed or removed, by kind. */
  readonly counts: Counts;
  readonly replayedAt?: string | undefined;
}
export const replayRow = defineRow<ReplayRow>()({
  table: 'vault',
  name: 'replay',
  families: ['deployment'],
  shape: /^REPLAY$/,
  key: () => ({ pk: partition.deployment, sk: 'REPLAY' }),
  write: 'no-tenant',
});
