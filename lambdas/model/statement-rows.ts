import type { Counts } from '../domain/counts.ts';
import type { SignedStatement } from '../domain/evidence/statement.ts';
import type { Exporting } from '../domain/exports/export.ts';
import { atTenant, belowIndividual, numbered, rangeOfTenant, written } from './places.ts';
import { defineRow, defineSeal, type Listed } from './row.ts';
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

/**
 * The attestation of a part of an epoch, or a supplement to part 1: the random id by which anyone can find the
 * statement.
 */
export interface AttestationRow {
  readonly v: 1;
  readonly attestation: string;
  readonly at: string;
}
export const attestationOfRow = defineRow<AttestationRow>()({
  table: 'evidence',
  name: 'attestation-of',
  families: ['statements'],
  shape: /^ATTESTATION#\d+#(?:1(?:#\d{6})?|2)$/,
  key: (tenant: string, epoch: number, part: 1 | 2, supplement?: number) => ({
    pk: partition.statements(tenant),
    sk: `ATTESTATION#${epoch}#${part}${supplement ? `#${numbered(supplement)}` : ''}`,
  }),
  write: written.whileAttesting,
});
/**
 * The attestation of the erasure of one individual, for the tenant to find, and the ids of the requests to delete that
 * followed; it names nobody.
 */
export interface ErasedRow extends AttestationRow {
  readonly deletions: readonly string[];
}
export const erasedRow = defineRow<ErasedRow>()({
  table: 'evidence',
  name: 'erased',
  families: ['statements'],
  shape: /^ERASED#att_[0-9a-f]{32}$/,
  key: (tenant: string, attestation: string) => ({
    pk: partition.statements(tenant),
    sk: `ERASED#${attestation}`,
  }),
  write: written.onceUntilPurge,
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
  write: { create: ['open', 'retrieval', 'purging', 'purged'], change: [] },
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

/** How far an export has come: a range by its name, and the sort key of the last row that is in a part. */
export interface ExportPosition {
  readonly range: string;
  readonly after?: string | undefined;
}

/** An export, and what is known of its parts so far. */
export interface ExportRow extends Exporting {
  readonly id: string;
  readonly key: { readonly kty: 'RSA'; readonly n: string; readonly e: 'AQAB' };
  readonly confirmedBy?: string | undefined;
  /** Why it was asked for, if that was said. */
  readonly sealed?: Uint8Array | undefined;
  readonly startedAt?: string | undefined;
  readonly doneAt?: string | undefined;
  /** Where the next part starts; absent at the beginning, and once all are made. */
  readonly position?: ExportPosition | undefined;
  /** Whether every row is in a part. */
  readonly complete?: true | undefined;
  readonly parts: number;
  /** Bytes of all parts as they are handed out. */
  readonly bytes: number;
  readonly counts: Counts;
  /** How many erasures of individuals it knows of. Whoever makes a part has read rows under this number. */
  readonly erasures?: number | undefined;
  /** How many parts wait to be made anew, because somebody in them was erased. */
  readonly holes?: number | undefined;
  /** The last attempt that had its lease, so that none after it has the same name. */
  readonly attempts?: number | undefined;
  readonly manifest?: SignedStatement | undefined;
  readonly version: number;
}

export const exportRow = defineRow<ExportRow>()({
  table: 'vault',
  name: 'export',
  families: ['tenant'],
  shape: /^EXPORT#exp_[0-9a-f]{32}$/,
  key: (tenant: string, id: string) => atTenant(tenant, `EXPORT#${id}`),
  write: written.untilPurge,
});
/** Why an export was asked for: it may name people. */
export const exportReason = defineSeal<Pick<ExportRow, 'id' | 'sealed'>, string>(
  'tenant',
  'export',
  ({ id }) => ({ id, version: 1 }),
  (row) => row.sealed,
);
/** All exports of a tenant. Their parts lie elsewhere. */
export const exportsOf = (tenant: string) => rangeOfTenant(tenant, 'EXPORT#');

/** A part of an export: the lines of all rows of a stretch. */
export interface ExportPartRow {
  readonly n: number;
  /** The stretch: behind this position, or from the beginning … */
  readonly from?: ExportPosition | undefined;
  /** … up to this one and with it, or to the end. */
  readonly to?: ExportPosition | undefined;
  /** How many erasures of individuals its export knew of when the rows were read. */
  readonly erasures: number;
  /** Absent while it waits to be made anew. */
  readonly made?: MadePart | undefined;
}
interface MadePart {
  /** The key of its object. It is random, so that nobody who is late replaces it. */
  readonly object: string;
  /** SHA-256 of the part as it is handed out, in hex, and its length. */
  readonly sha256: string;
  readonly bytes: number;
  readonly counts: Counts;
}
/** A part that can be fetched. */
export type MadeExportPart = Pick<ExportPartRow, 'n'> & MadePart;
export const exportPartRow = defineRow<ExportPartRow>()({
  table: 'vault',
  name: 'export-part',
  families: ['tenant'],
  shape: /^EXPART#exp_[0-9a-f]{32}#\d{6}$/,
  key: (tenant: string, id: string, n: number) => atTenant(tenant, `EXPART#${id}#${numbered(n)}`),
  write: written.untilPurge,
});
export const partsOf = (tenant: string, id: string) => rangeOfTenant(tenant, `EXPART#${id}#`);

/**
 * The lease of the one export that runs, by which it puts off the purge. Whoever makes parts has it; it is listed, so
 * that one whose execution died is found.
 */
export interface ExportingRow extends Listed {
  readonly export: string;
  readonly epoch: number;
  readonly attempt: number;
  /** RFC 3339 UTC. After it, the purge does not wait, and another attempt may take over. */
  readonly until: string;
  /** Exports that are to be made anew, in turn, each with its last attempt. */
  readonly waiting?: readonly { readonly export: string; readonly attempt: number }[] | undefined;
}
export const exportingRow = defineRow<ExportingRow>()({
  table: 'vault',
  name: 'exporting',
  families: ['tenant'],
  shape: /^EXPORTING$/,
  key: (tenant: string) => atTenant(tenant, 'EXPORTING'),
  write: written.untilPurge,
});
/** The list of all exports that run, by tenant. */
export const runningExports = 'EXPORTING';
