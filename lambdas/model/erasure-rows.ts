import type { Counts, TableCounts } from '../domain/counts.ts';
import type { AnsweredDeletion } from '../domain/deletions/deletion.ts';
import type { KeptSet } from '../domain/erasure/keeping.ts';
import { bitsOf, shardOf } from '../domain/identifiers.ts';
import type { Lease } from '../domain/retention/lease.ts';
import type { Positions } from '../platform/dynamodb/walk.ts';
import { atTenant, belowIndividual, inShardOf, listOfTenant, written } from './places.ts';
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
  /** When the last verification found nothing, and how many individuals were held then. */
  readonly verified?: { readonly at: string; readonly held: number } | undefined;
  /** How many individuals were held when the removal was attested last. */
  readonly held?: number | undefined;
  /** How often it was attested with somebody held, so that it is done again. */
  readonly round?: number | undefined;
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

/**
 * How far the erasure of one individual has come: requested by one admin; waiting, with 72 hours to undo it; then, past
 * the point of no return, step by step. One that was undone leaves its row, so that no attempt has the name of an
 * earlier one.
 */
export const erasureStates = [
  'requested',
  'waiting',
  'undone',
  'committed',
  'shredded',
  'verified',
  'attested',
] as const;
export type ErasureState = (typeof erasureStates)[number];

/** An organisation that has read somebody's data, and the consents under which it did. */
export interface ErasureRecipient {
  /** The id of the request to delete what it read. */
  readonly id: string;
  readonly organisation: string;
  /** Newest first. */
  readonly consents: readonly string[];
}

/** The erasure of one individual, and the lease of the attempt that acts. It lies outside the rows that it erases. */
export type ErasureRow = { readonly [A in keyof Listed]?: string | undefined } & {
  readonly individual: string;
  readonly state: ErasureState;
  /** Who began it: the individual, or two admins on their behalf. */
  readonly by: 'individual' | 'tenant';
  /** The admin who requested it, by principal id; a second one has to confirm it. */
  readonly requestedBy?: string | undefined;
  readonly askedAt: string;
  /** Until when it can be undone. */
  readonly dueAt: string;
  /** The random id of the attestation to come. */
  readonly attestation: string;
  /** Stands for the individual in the attestation: a salted hash whose salt only they get. */
  readonly person: string;
  readonly attempt: number;
  /** Until when the lease of that attempt lasts. */
  readonly until?: string | undefined;
  readonly execution?: string | undefined;
  /** Keyed hashes of reference and address, whose rows lie in other shards; noted with the point of no return. */
  readonly pointers?: { readonly reference: string; readonly address: string } | undefined;
  /** Where their requests and consents stood in lists, for the verification; noted with it. */
  readonly listedAt?: readonly Listed[] | undefined;
  /**
   * By export of the tenant: as how many erasures it knows this one. Parts of theirs that were read under a lower
   * number and may hold the individual are gone.
   */
  readonly exports?: Readonly<Record<string, number>> | undefined;
  /** How many of these parts there were. */
  readonly exportParts?: number | undefined;
  /** Who has to be asked to delete, too; noted with it, while the reads can be counted. */
  readonly recipients?: readonly ErasureRecipient[] | undefined;
  /** When they were closed to every write, so that what a law demands could be copied. */
  readonly closedAt?: string | undefined;
  /** The kept sets, once all stand. */
  readonly kept?: readonly KeptSet[] | undefined;
  readonly committedAt?: string | undefined;
  readonly shreddedAt?: string | undefined;
  readonly verifiedAt?: string | undefined;
  readonly progress?: Progress | undefined;
  readonly tally?: Tally | undefined;
};
export const erasureRow = defineRow<ErasureRow>()({
  table: 'vault',
  name: 'erasure',
  families: ['shard'],
  shape: /^ERASURE#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string) => inShardOf(tenant, individual, `ERASURE#${bitsOf(individual)}`),
  // A purge ends it: from its point of no return on nothing is written here.
  write: written.untilPurge,
});

/**
 * A request to an organisation that has read somebody's data: they were erased here, and are to be deleted there, too.
 * It holds the ids by which the organisation finds them in its own system; here they stand for nobody any more.
 */
export interface DeletionRow extends ErasureRecipient, Listed {
  readonly individual: string;
  readonly attestation: string;
  readonly askedAt: string;
  /** When it ends, and its answer with it. */
  readonly until: string;
  readonly expiresAt: number;
  readonly version: number;
  readonly answered?: AnsweredDeletion | undefined;
}
export const deletionRow = defineRow<DeletionRow>()({
  table: 'vault',
  name: 'deletion',
  families: ['tenant'],
  shape: /^DELETION#del_[0-9a-f]{32}$/,
  key: (tenant: string, id: string) => atTenant(tenant, `DELETION#${id}`),
  write: written.untilPurge,
});
/** The list of a tenant's deletion requests. */
export const deletionList = (tenant: string) => listOfTenant(tenant, 'DELETION#');

/**
 * Sentinel rows among an individual's own, by which the verification of their erasure shows that it sees what is left.
 */
const sentinel = {
  shape: /^I#[0-9a-f]{32}#PLANTED$/,
  key: (tenant: string, individual: string) => belowIndividual(tenant, individual, '#PLANTED'),
  name: 'planted',
  families: ['shard'],
  write: written.untilPurge,
} as const;
export const individualVaultSentinel = defineRow<object>()({ table: 'vault', ...sentinel });
export const individualKeysSentinel = defineRow<object>()({ table: 'keys', ...sentinel });

/** What was destroyed, under a pseudonym that can be recomputed only with the deployment's own key. */
export interface LedgerRow {
  readonly v: 1;
  readonly scope: 'tenant' | 'individual';
  readonly epoch: number;
  readonly at: string;
  /**
   * What was promised to an individual, so that their erasure is attested although a restore forgot that it was asked
   * for.
   */
  readonly promised?: Promised | undefined;
}
/** The attestation to come of an individual's erasure, and what else is stated of how it was asked for. */
export type Promised = Pick<ErasureRow, 'attestation' | 'person' | 'by' | 'askedAt'>;
export const ledgerRow = defineRow<LedgerRow>()({
  table: 'evidence',
  name: 'ledger',
  families: ['ledger'],
  shape: /^[0-9a-f]{64}$/,
  key: (pseudonym: string) => ({ pk: partition.ledger(shardOf(pseudonym)), sk: pseudonym }),
  // With the purge of a tenant, or the erasure of an individual.
  write: written.onceUntilPurge,
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

/**
 * How far the proof of a replayed copy has come, in the copy itself. There is none before it has begun, nor once it has
 * looked at every row.
 */
export interface ProofRow {
  /** The key of the last row that was looked at, in the order of a scan. */
  readonly start?: Record<string, string> | undefined;
  /** Rows by what is wrong with them. */
  readonly faults: Counts;
  /** Canaries that opened, and those that should. */
  readonly open: number;
  readonly living: number;
}
export const proofRow = defineRow<ProofRow>()({
  table: 'vault',
  name: 'proof',
  families: ['deployment'],
  shape: /^PROOF$/,
  key: () => ({ pk: partition.deployment, sk: 'PROOF' }),
  write: 'no-tenant',
});
