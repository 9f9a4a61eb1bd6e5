import type { SignedStatement } from '../domain/evidence/statement.ts';
import { belowIndividual, numbered, written } from './places.ts';
import { defineRow, defineSeal } from './row.ts';
import { partition } from './tables.ts';

/** A statement as it was signed. */
export interface StatementRow {
  readonly v: 1;
  readonly signed: SignedStatement;
}

/** The retention schedule of an end of contract. */
export const scheduleRow = defineRow<StatementRow>()({
  table: 'evidence',
  name: 'schedule',
  families: ['statements'],
  shape: /^SCHEDULE#\d+$/,
  key: (tenant: string, epoch: number) => ({ pk: partition.statements(tenant), sk: `SCHEDULE#${epoch}` }),
  write: written.onceInRetrieval,
});

/** The attestation of a part of an epoch: the random id by which anyone can find the statement. */
export interface AttestationRow {
  readonly v: 1;
  readonly attestation: string;
  readonly at: string;
}
export const attestationOfRow = defineRow<AttestationRow>()({
  table: 'evidence',
  name: 'attestation-of',
  families: ['statements'],
  shape: /^ATTESTATION#\d+#[12]$/,
  key: (tenant: string, epoch: number, part: 1 | 2) => ({
    pk: partition.statements(tenant),
    sk: `ATTESTATION#${epoch}#${part}`,
  }),
  write: written.whileAttesting,
});
export const attestationsOf = (tenant: string) => ({
  table: 'evidence',
  pk: partition.statements(tenant),
  prefix: 'ATTESTATION#',
});

export const attestationRow = defineRow<StatementRow>()({
  table: 'evidence',
  name: 'attestation',
  families: ['attestation'],
  shape: /^ATT$/,
  key: (attestation: string) => ({ pk: partition.attestation(attestation), sk: 'ATT' }),
  // Its partition names no tenant; another row of the same transaction does.
  write: written.whileAttesting,
});

/** A receipt as signed when it was first fetched; of one object in one of its versions. */
export interface ReceiptRow {
  readonly version: number;
  readonly sealed: Uint8Array;
}
export const receiptRow = defineRow<ReceiptRow>()({
  table: 'vault',
  name: 'receipt',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#T#(?:cns|dsc|crq)_[0-9a-f]{64}#\d{6}$/,
  key: (tenant: string, individual: string, object: string, version: number) =>
    belowIndividual(tenant, individual, `#T#${object}#${numbered(version)}`),
  write: written.onceUntilPurge,
});
/** `id` is the object's. */
export const receiptContent = defineSeal<ReceiptRow & { readonly id: string }, SignedStatement>(
  'case',
  'receipt',
  (row) => row,
  (row) => row.sealed,
);
