import type { Tenant } from '../domain/members/authority.ts';
import { atTenant, written } from './places.ts';
import { defineRow, type Listed } from './row.ts';
import { partition } from './tables.ts';

/** A tenant. What every decision may know of it is `Tenant`; the rest is how it came about and is to end. */
export interface TenantRow extends Tenant, Listed {
  /** When its keys were made and it opened; absent while it never did. */
  readonly openedAt?: string | undefined;
  /** The run of the keymaker that is making the KMS key, and until when no other run may. */
  readonly keyClaim?: string | undefined;
  readonly keyClaimedUntil?: string | undefined;
  /** The end that the operator agreed to or set; admins can only choose an earlier one. */
  readonly agreedEndsAt?: string | undefined;
  readonly pendingTermination?: PendingTermination | undefined;
  readonly endReason?: string | undefined;
}

/** An end of the contract that one admin requested and a second has to confirm. */
export interface PendingTermination {
  /** The admin who requested it, by member id. */
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** When it is to end; absent: as soon as it is confirmed. */
  readonly endsAt?: string | undefined;
}

export const tenantRow = defineRow<TenantRow>()({
  table: 'vault',
  name: 'tenant',
  families: ['tenant'],
  shape: /^TENANT$/,
  key: (tenant: string) => atTenant(tenant, 'TENANT'),
  write: {
    create: ['provisioning'],
    change: ['provisioning', 'open', 'retrieval', 'purging'],
  },
});

/** The list of all tenants, newest first. */
export const tenantList = 'T';

/** A shard takes new individuals only where its fence is there, open and of the tenant's epoch. */
export interface FenceRow {
  readonly state: 'open' | 'closed';
  readonly epoch: number;
}

export const fenceRow = defineRow<FenceRow>()({
  table: 'vault',
  name: 'fence',
  families: ['shard'],
  shape: /^FENCE$/,
  key: (tenant: string, shard: string) => ({ pk: partition.range(tenant, shard), sk: 'FENCE' }),
  // A contract may end before its tenant was opened; the purge closes open shards.
  write: { create: ['provisioning', 'retrieval'], change: ['open', 'retrieval', 'purging'] },
});

/**
 * Sentinel rows, by which a purge shows that its verification sees what is left: one in each range, and one in each
 * list.
 */
const sentinel = {
  shape: /^PLANTED$/,
  key: (tenant: string, range: string) => ({ pk: partition.range(tenant, range), sk: 'PLANTED' }),
  name: 'planted',
  families: ['tenant', 'shard'],
  write: written.byPurge,
} as const;
export const vaultSentinel = defineRow<Partial<Listed>>()({ table: 'vault', ...sentinel });
export const keysSentinel = defineRow<Partial<Listed>>()({ table: 'keys', ...sentinel });
