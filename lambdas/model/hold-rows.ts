import { wholeTenant } from '../domain/holds/hold.ts';
import { bitsOf } from '../domain/identifiers.ts';
import { atTenant, rangeOfTenant } from './places.ts';
import { defineRow, defineSeal, type Listed } from './row.ts';

/**
 * A legal hold. It is listed under the instant at which somebody has to look at it: a notice of its end, or its end.
 */
export interface HoldRow extends Listed {
  /** What is held: the tenant as a whole, or an individual by id. */
  readonly id: string;
  readonly version: number;
  readonly setAt: string;
  /** When it ends by itself. */
  readonly until: string;
  /** How many days before its end the last notice of it was for. */
  readonly noticed?: number | undefined;
  /** The release that one admin requested and a second has to confirm. */
  readonly release?: PendingRelease | undefined;
  /** Its ground; a restore that brings a hold back knows that it was set, and not why. */
  readonly sealed?: Uint8Array | undefined;
}
export interface PendingRelease {
  /** The admin who requested it, by member id. */
  readonly by: string;
  readonly at: string;
}
/** Why it was set, and on whose word. Either may name people. */
export interface HoldGround {
  readonly reason: string;
  readonly authority: string;
}

export const holdRow = defineRow<HoldRow>()({
  table: 'vault',
  name: 'hold',
  families: ['tenant'],
  shape: /^HOLD#(?:tenant|[0-9a-f]{32})$/,
  key: (tenant: string, held: string) =>
    atTenant(tenant, `HOLD#${held === wholeTenant ? held : bitsOf(held)}`),
  // None is set once the purge has begun; those on individuals are renewed and released even then.
  write: { create: ['open', 'retrieval'], change: ['open', 'retrieval', 'purging'] },
});
export const holdGround = defineSeal<Pick<HoldRow, 'id' | 'version' | 'sealed'>, HoldGround>(
  'tenant',
  'hold',
  (row) => row,
  (row) => row.sealed,
);
export const holdsOf = (tenant: string) => rangeOfTenant(tenant, 'HOLD#');
