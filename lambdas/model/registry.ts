import type { Key } from '../platform/dynamodb/key.ts';
import { entryRow, evidenceSentinel, leafRow } from './audit-rows.ts';
import {
  categoryRow,
  categoryVersionRow,
  noticeRow,
  noticeVersionRow,
  organisationRow,
  organisationVersionRow,
} from './catalogue-rows.ts';
import { consentPlaceRow, consentRow, usesRow } from './consent-rows.ts';
import { disclosureRow, refusedReadsRow } from './disclosure-rows.ts';
import {
  deletionRow,
  erasureRow,
  individualKeysSentinel,
  individualVaultSentinel,
  leaseRow,
  ledgerRow,
  proofRow,
  replayRow,
} from './erasure-rows.ts';
import { holdRow } from './hold-rows.ts';
import { keptKeyRow, keptRow, keptSetRow } from './kept-rows.ts';
import {
  auditSecretRow,
  dataKeyRow,
  deliveryRow,
  envelopeRow,
  shardSecretRow,
  tenantKeyRow,
} from './key-rows.ts';
import { formerRow, memberRow, operatorRow } from './member-rows.ts';
import { mailRow } from './outbox-rows.ts';
import { addressRow, individualRow, limitsRow, referenceRow } from './people-rows.ts';
import { recordPlaceRow, recordRow } from './record-rows.ts';
import { askingRow, requestRow, shownRow } from './request-rows.ts';
import type { RowShape, WriteRule } from './row.ts';
import { deploymentIdempotencyRow, idempotencyRow, linkRow, sessionRow } from './session-rows.ts';
import {
  attestationOfRow,
  attestationRow,
  erasedRow,
  exportingRow,
  exportPartRow,
  exportRow,
  receiptRow,
  scheduleRow,
} from './statement-rows.ts';
import { type Family, familyOf, type Table } from './tables.ts';
import { fenceRow, keysSentinel, tenantRow, vaultSentinel } from './tenant-rows.ts';

/** What is known of any kind of row: where its rows lie, and when they may be written. */
export type Declared = Pick<RowShape<readonly never[]>, 'table' | 'name' | 'families' | 'shape' | 'write'>;

/** Every kind of row there is. A row of any other kind cannot be written, and a purge enumerates exactly these. */
export const rowKinds: readonly Declared[] = [
  tenantRow,
  leaseRow,
  holdRow,
  exportRow,
  exportPartRow,
  exportingRow,
  erasureRow,
  deletionRow,
  memberRow,
  formerRow,
  organisationRow,
  organisationVersionRow,
  categoryRow,
  categoryVersionRow,
  noticeRow,
  noticeVersionRow,
  idempotencyRow,
  mailRow,
  fenceRow,
  referenceRow,
  addressRow,
  individualRow,
  limitsRow,
  recordRow,
  recordPlaceRow,
  requestRow,
  shownRow,
  consentRow,
  consentPlaceRow,
  usesRow,
  disclosureRow,
  refusedReadsRow,
  linkRow,
  sessionRow,
  askingRow,
  receiptRow,
  keptSetRow,
  keptRow,
  operatorRow,
  deploymentIdempotencyRow,
  replayRow,
  proofRow,
  vaultSentinel,
  individualVaultSentinel,
  shardSecretRow,
  tenantKeyRow,
  auditSecretRow,
  dataKeyRow,
  keptKeyRow,
  envelopeRow,
  deliveryRow,
  keysSentinel,
  individualKeysSentinel,
  entryRow,
  leafRow,
  evidenceSentinel,
  scheduleRow,
  attestationOfRow,
  erasedRow,
  attestationRow,
  ledgerRow,
];

/** The kind of a row by its table, partition family and sort key; undefined for a key that is not declared. */
export function declaredOf(table: string, key: Key): Declared | undefined {
  const family = familyOf(key.pk);
  return family && declaredIn.get(`${table} ${family}`)?.find((kind) => kind.shape.test(key.sk));
}

/** The kinds of a table and family: every write asks for its own, so few shapes are tried. */
const declaredIn = new Map<string, Declared[]>();
for (const kind of rowKinds)
  for (const family of kind.families) {
    const place = `${kind.table} ${family}`;
    declaredIn.set(place, [...(declaredIn.get(place) ?? []), kind]);
  }

/** The name a row is counted by; undefined for an undeclared row, which a purge must still delete. */
export function kindNameOf(table: string, key: Key): string | undefined {
  return declaredOf(table, key)?.name;
}

/** Names of all kinds of a table, each once. */
export function kindNamesOf(table: Table): readonly string[] {
  return [...new Set(rowKinds.filter((kind) => kind.table === table).map(({ name }) => name))];
}

/** Families of partitions in which a table has rows. */
export function familiesOf(table: Table): readonly Family[] {
  return [...new Set(rowKinds.filter((kind) => kind.table === table).flatMap(({ families }) => families))];
}

/** The rule that every write of this kind is checked against; rows that belong to no tenant have none. */
export function ruleOf(kind: Declared): WriteRule | undefined {
  return kind.write === 'no-tenant' ? undefined : kind.write;
}
