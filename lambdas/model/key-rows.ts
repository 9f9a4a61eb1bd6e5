import { atTenant, belowIndividual, written } from './places.ts';
import { defineRow, defineSeal, type IndividualUse } from './row.ts';
import { partition } from './tables.ts';

/**
 * The secret of a range of a tenant. Sealing keys are derived from it and a data key, so without it nothing in the
 * range opens.
 */
export interface ShardSecretRow {
  readonly secret: Uint8Array;
}
export const shardSecretRow = defineRow<ShardSecretRow>()({
  table: 'keys',
  name: 'shard',
  families: ['tenant', 'shard'],
  shape: /^SHARD$/,
  key: (tenant: string, range: string) => ({ pk: partition.range(tenant, range), sk: 'SHARD' }),
  write: written.byKeymaker,
});

/** A data key, wrapped by the tenant's KMS key. */
export interface WrappedKeyRow {
  readonly wrapped: Uint8Array;
}
export const tenantKeyRow = defineRow<WrappedKeyRow>()({
  table: 'keys',
  name: 'tenant-key',
  families: ['tenant'],
  shape: /^K#(?:tenant|index)$/,
  key: (tenant: string, use: 'tenant' | 'index') => atTenant(tenant, `K#${use}`),
  write: written.byKeymaker,
});
export const dataKeyRow = defineRow<WrappedKeyRow>()({
  table: 'keys',
  name: 'data-key',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#K#(?:record|contact|case|canary)$/,
  key: (tenant: string, individual: string, use: IndividualUse | 'canary') =>
    belowIndividual(tenant, individual, `#K#${use}`),
  write: written.withIndividual,
});

/**
 * The secret that hides an individual and what is theirs, or the tenant's own objects, in the audit log. It stands in
 * no entry: whoever holds an entry and an id cannot test one against the other.
 */
export interface AuditSecretRow {
  /** 256 random bits in hex. */
  readonly secret: string;
}
export const auditSecretRow = defineRow<AuditSecretRow>()({
  table: 'keys',
  name: 'audit-secret',
  families: ['tenant', 'shard'],
  shape: /^(?:I#[0-9a-f]{32}#)?AUDIT$/,
  key: (tenant: string, individual?: string) =>
    individual === undefined ? atTenant(tenant, 'AUDIT') : belowIndividual(tenant, individual, '#AUDIT'),
  write: written.withIndividual,
});

/**
 * The addresses of a tenant's admins, kept to tell them that the data has been erased; sealed under a key that
 * outlives the tenant's.
 */
export interface EnvelopeRow {
  readonly v: 1;
  readonly wrapped: Uint8Array;
  /** Used in place of a range's secret, which the shred deletes. */
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
  /** Which attestations were mailed to which of the recipients: `part-position`. */
  readonly told?: readonly string[] | undefined;
  readonly expiresAt: number;
}
export const envelopeRow = defineRow<EnvelopeRow>()({
  table: 'keys',
  name: 'envelope',
  families: ['tenant'],
  shape: /^ENVELOPE$/,
  key: (tenant: string) => atTenant(tenant, 'ENVELOPE'),
  // While somebody is held it is sealed again.
  write: { create: ['retrieval', 'purging'], change: ['retrieval', 'purging', 'purged'] },
});
/** `id` is the tenant's. */
export const envelopeContent = defineSeal<
  Pick<EnvelopeRow, 'sealed'> & { readonly id: string },
  readonly { readonly email: string; readonly language: 'de' | 'en' }[]
>(
  'envelope',
  'envelope',
  ({ id }) => ({ id, version: 1 }),
  (row) => row.sealed,
);

/**
 * Where the attestation of an individual's erasure goes; sealed under a key of the deployment, and not among the
 * tenant's rows, so that neither their erasure nor a purge takes it before it is delivered.
 */
export interface DeliveryRow {
  readonly v: 1;
  readonly wrapped: Uint8Array;
  /** Used in place of a range's secret. */
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
  /** The attestation was mailed. */
  readonly told?: true | undefined;
  readonly expiresAt: number;
}
export const deliveryRow = defineRow<DeliveryRow>()({
  table: 'keys',
  name: 'envelope',
  families: ['deployment'],
  shape: /^DELIVERY#att_[0-9a-f]{32}$/,
  key: (attestation: string) => ({ pk: partition.deployment, sk: `DELIVERY#${attestation}` }),
  write: written.untilPurge,
});
/** `id` is the attestation's. */
export const deliveryContent = defineSeal<
  Pick<DeliveryRow, 'sealed'> & { readonly id: string },
  { readonly email: string; readonly language: 'de' | 'en'; readonly salt: string }
>(
  'envelope',
  'delivery',
  ({ id }) => ({ id, version: 1 }),
  (row) => row.sealed,
);
