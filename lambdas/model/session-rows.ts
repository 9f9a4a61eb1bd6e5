import type { Language } from '../domain/values.ts';
import { atTenant, belowIndividual, inShardOf, written } from './places.ts';
import { defineRow } from './row.ts';
import { partition } from './tables.ts';

/** A code that was mailed. */
export interface MailedCode {
  /** The code's hash, keyed with what it was made for: the hash of a link, or the id of a mail to a new address. */
  readonly hash: string;
  readonly endsAt: string;
  /** The mail it was made for. */
  readonly mail: string;
}

/** A link; its key is the hash of its secret. Kind `standing` is the withdrawal link of a consent. */
export interface LinkRow {
  readonly kind: 'request' | 'standing';
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  readonly endsAt: string;
  /** The version of the address it was sent to. A change of address ends it, unless it can only withdraw. */
  readonly addressVersion: number;
  /** Set by the confirmed decision it led to. */
  readonly usedAt?: string | undefined;
  /** The newest code that was mailed for it; whoever opens the link again types that one. Made by the notifier. */
  readonly code?: MailedCode | undefined;
  /** When codes were sent for it within the last hour. */
  readonly codesSentAt?: readonly string[] | undefined;
  /** How many wrong codes were typed in its sessions; with the last one it is locked. */
  readonly wrongCodes?: number | undefined;
  readonly lockedAt?: string | undefined;
  readonly expiresAt: number;
}

export const linkRow = defineRow<LinkRow>()({
  table: 'vault',
  name: 'link',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#L#[0-9a-f]{64}$/,
  key: (tenant: string, individual: string, hash: string) =>
    belowIndividual(tenant, individual, `#L#${hash}`),
  write: written.untilPurge,
});

/** An address that waits for its code. */
export interface NewAddress {
  /** The mail with the code, under whose id the address is sealed. */
  readonly mail: string;
  readonly sealed: Uint8Array;
  /** Made by the notifier. */
  readonly code?: MailedCode | undefined;
}

/** A session; its key is the hash of its secret. */
export interface SessionRow {
  readonly level: 'link' | 'standing' | 'confirmed';
  readonly link: string;
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  readonly language: Language;
  readonly startedAt: string;
  readonly endsAt: string;
  readonly extensions: number;
  /** The version of the address its link was sent to. */
  readonly addressVersion: number;
  /** The address that its individual wants to be reached at; it holds once they type the code that was sent there. */
  readonly newAddress?: NewAddress | undefined;
  /** How many wrong codes were typed in this session while the code of a mail was good. */
  readonly tries?: { readonly mail: string; readonly count: number } | undefined;
  readonly expiresAt: number;
}

export const sessionRow = defineRow<SessionRow>()({
  table: 'vault',
  name: 'session',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#S#[0-9a-f]{64}$/,
  key: (tenant: string, individual: string, hash: string) =>
    belowIndividual(tenant, individual, `#S#${hash}`),
  write: written.untilPurge,
});

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
