import { ownBitsOf } from '../domain/identifiers.ts';
import type { RecordContent } from '../domain/records/record.ts';
import { belowIndividual, rangeBelow, written } from './places.ts';
import { defineRow, defineSeal } from './row.ts';

/** A record. Its key names the category by the individual's own short code. */
export interface RecordRow {
  readonly id: string;
  readonly version: number;
  /** When this version was stored. */
  readonly storedAt: string;
  /** A restore brought it back in place of a later version: nobody is shown it until it is stored again. */
  readonly stale?: true | undefined;
  readonly sealed: Uint8Array;
}

export const recordRow = defineRow<RecordRow>()({
  table: 'vault',
  name: 'record',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#R#[0-9a-f]{16}#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string, category16: string, record: string) =>
    belowIndividual(tenant, individual, `#R#${category16}#${ownBitsOf(record)}`),
  write: written.whileOpen,
});
export const recordContent = defineSeal<RecordRow, RecordContent>(
  'record',
  'record',
  (row) => row,
  (row) => row.sealed,
);

/**
 * The category of a record by its id, as the record's key names it. A record's key is found from its id and category
 * alone, so that nothing else has to be read to store one.
 */
export interface RecordPlaceRow {
  readonly category16: string;
}
export const recordPlaceRow = defineRow<RecordPlaceRow>()({
  table: 'vault',
  name: 'record-place',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#RP#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string, record: string) =>
    belowIndividual(tenant, individual, `#RP#${ownBitsOf(record)}`),
  write: written.onceWhileOpen,
});

/** Records of an individual: of one category by its short code, or all. */
export const recordsOf = (tenant: string, individual: string, category16?: string) =>
  rangeBelow(tenant, individual, category16 === undefined ? '#R#' : `#R#${category16}#`);
