import type { Versions } from '../domain/catalogue/versions.ts';
import type { Withheld } from '../domain/disclosure/disclosure.ts';
import { ownBitsOf } from '../domain/identifiers.ts';
import type { NamedItem, Period } from '../domain/requests/request.ts';
import { atTenant, belowIndividual, rangeBelow, written } from './places.ts';
import { defineRow, defineSeal } from './row.ts';

/** A disclosure: a release, or a refusal for lack of a consent. */
export interface DisclosureRow {
  readonly id: string;
  readonly at: string;
  readonly entry: string;
  readonly leaf: string;
  readonly outcome: 'released' | 'refused';
  readonly sealed: Uint8Array;
}
export interface DisclosureContent {
  /** Of the commitment in the audit entry, base64url. */
  readonly salt: string;
  readonly payload: {
    readonly organisation: string;
    /** The requester's member as a stable code: the first digits of their audit reference. */
    readonly staff: string;
    readonly purpose: string;
    readonly consent?: string | undefined;
    /** Of a release: versions of the organisation and of the categories, as the consent is bound to them. */
    readonly versions?: { readonly organisation: number; readonly categories: Versions } | undefined;
    readonly asked: readonly { readonly category: string; readonly fields?: readonly string[] | undefined }[];
    readonly period?: Period | undefined;
    /** Of a release: the days that records may be of, those of the consent and those wanted taken together. */
    readonly releasedPeriod?: Period | undefined;
    readonly released: readonly NamedItem[];
    readonly withheld: readonly Withheld[];
    /** How many records left with a release, and the SHA-256, in hex, of their RFC 8785 bytes as a list. */
    readonly records?: { readonly count: number; readonly hash: string } | undefined;
    /** Why it was refused; known only to the individual and in the audit payload. */
    readonly refusal?: string | undefined;
  };
}

export const disclosureRow = defineRow<DisclosureRow>()({
  table: 'vault',
  name: 'disclosure',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#D#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string, disclosure: string) =>
    belowIndividual(tenant, individual, `#D#${ownBitsOf(disclosure)}`),
  write: written.onceWhileOpen,
});
export const disclosureContent = defineSeal<DisclosureRow, DisclosureContent>(
  'case',
  'disclosure',
  ({ id }) => ({ id, version: 1 }),
  (row) => row.sealed,
);
export const disclosuresOf = (tenant: string, individual: string) => rangeBelow(tenant, individual, '#D#');

/** How many reads of a requester were refused in an hour of the clock. */
export interface RefusedReadsRow {
  readonly count: number;
  readonly expiresAt: number;
}

export const refusedReadsRow = defineRow<RefusedReadsRow>()({
  table: 'vault',
  name: 'refused-reads',
  families: ['tenant'],
  shape: /^REFUSED#[0-9a-f]{64}#[0-9T-]{13}$/,
  key: (tenant: string, member: string, hour: string) => atTenant(tenant, `REFUSED#${member}#${hour}`),
  write: written.whileOpen,
});
