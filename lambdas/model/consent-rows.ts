import type { Consent, ConsentState } from '../domain/consents/consent.ts';
import { bitsOf, ownBitsOf } from '../domain/identifiers.ts';
import type { Key } from '../platform/dynamodb/key.ts';
import { belowIndividual, listInShards, rangeBelow, written } from './places.ts';
import { defineRow, defineSeal, type Listed } from './row.ts';

/**
 * A consent. Its key names the purpose by the individual's own short code. State and version of the row win over the
 * sealed ones, so that a row that does not open can be ended, too.
 */
export interface ConsentRow extends Partial<Listed> {
  readonly id: string;
  readonly individual: string;
  readonly organisation: string;
  readonly state: ConsentState;
  readonly version: number;
  /** It allows a bounded number of reads: a restore, which opens no consent, has to know. */
  readonly counted?: true | undefined;
  /**
   * Of one that did not open when it was ended, or that a restore has ended again: the audit entry of that, and its
   * leaf hash in hex.
   */
  readonly ended?: { readonly entry: string; readonly leaf: string } | undefined;
  /** The version that its seal was made for. */
  readonly sealedVersion: number;
  readonly sealed: Uint8Array;
}

export const consentRow = defineRow<ConsentRow>()({
  table: 'vault',
  name: 'consent',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#CE?#[0-9a-f]{16}#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string, purpose16: string, consent: string) =>
    belowIndividual(tenant, individual, `#C#${purpose16}#${ownBitsOf(consent)}`),
  write: written.sinceOpen,
});
export const consentContent = defineSeal<ConsentRow, Consent>(
  'case',
  'consent',
  ({ id, sealedVersion }) => ({ id, version: sealedVersion }),
  (row) => row.sealed,
);
/** The short code of a consent's purpose, from the row's key. */
export const purpose16Of = ({ sk }: Key) => sk.split('#')[3] ?? '';
/** Where the gate looks: the consents to one purpose, given by its short code, and their use counts. */
export const gateRange = (tenant: string, individual: string, purpose16: string) =>
  rangeBelow(tenant, individual, `#C#${purpose16}#`);
/** Where a consent that has ended lies once the gate has no room for it. */
export const setAside = ({ pk, sk }: Key): Key => ({ pk, sk: sk.replace('#C#', '#CE#') });
/**
 * The purpose of a consent by its id, as the consent's key names it: a consent is found by its id alone, and those of
 * an individual to one organisation are listed without reading any other. It stays when the consent is set aside.
 */
export interface ConsentPlaceRow {
  readonly purpose16: string;
  readonly organisation: string;
}
export const consentPlaceRow = defineRow<ConsentPlaceRow>()({
  table: 'vault',
  name: 'consent-place',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#PC#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string, consent: string) =>
    belowIndividual(tenant, individual, `#PC#${ownBitsOf(consent)}`),
  write: written.onceWhileOpen,
});
/** The places of an individual's consents, in the order in which they were granted. */
export const consentPlacesOf = (tenant: string, individual: string) => rangeBelow(tenant, individual, '#PC#');

/** The id of the consent that a place is of. */
export const consentAtPlace = (individual: string, { sk }: Key) =>
  `cns_${bitsOf(individual)}${sk.split('#')[3] ?? ''}`;

/** The list of a tenant's consents. */
export const consentList = (tenant: string) => listInShards(tenant, 'C#');

/** The attribute that counts the reads of one organisation. */
type ReadsBy = `by:${string}`;

/**
 * How often a consent was read, by which organisations, and when last; a row of its own, so that a read does not change
 * the consent's version.
 */
export interface UsesRow {
  readonly used: number;
  readonly lastReadAt?: string | undefined;
  readonly [by: ReadsBy]: number | undefined;
}

/** The attribute in which the reads of an organisation are counted, each organisation in its own. */
export const readsBy = (organisation: string): ReadsBy => `by:${organisation}`;

/** The organisations that have read, by code. */
export const readersIn = (uses: UsesRow) =>
  Object.keys(uses).flatMap((name) => (name.startsWith('by:') ? [name.slice(3)] : []));

export const usesRow = defineRow<UsesRow>()({
  table: 'vault',
  name: 'uses',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#CE?#[0-9a-f]{16}#[0-9a-f]{32}#USES$/,
  key: (consent: Key) => ({ pk: consent.pk, sk: `${consent.sk}#USES` }),
  write: written.whileOpen,
});
/** The consent whose uses a row counts: its sort key in the same partition. */
export const consentOfUses = ({ sk }: Key) => sk.replace(/#USES$/, '');
