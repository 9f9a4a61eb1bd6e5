import { entryList, entryRow, evidenceSentinel, leafRow } from '../../lambdas/model/audit-rows.ts';
import {
  categoryList,
  categoryRow,
  categoryVersionRow,
  noticeList,
  noticeRow,
  noticeVersionRow,
  organisationList,
  organisationRow,
  organisationVersionRow,
} from '../../lambdas/model/catalogue-rows.ts';
import {
  consentList,
  consentPlaceRow,
  consentRow,
  setAside,
  usesRow,
} from '../../lambdas/model/consent-rows.ts';
import { disclosureRow, refusedReadsRow } from '../../lambdas/model/disclosure-rows.ts';
import {
  deletionList,
  deletionRow,
  dueTenants,
  erasureRow,
  individualKeysSentinel,
  individualVaultSentinel,
  leaseRow,
  ledgerRow,
  proofRow,
  replayRow,
} from '../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../lambdas/model/hold-rows.ts';
import { dueKept, keptKeyRow, keptRow, keptSetRow } from '../../lambdas/model/kept-rows.ts';
import {
  auditSecretRow,
  dataKeyRow,
  deliveryRow,
  envelopeRow,
  shardSecretRow,
  tenantKeyRow,
} from '../../lambdas/model/key-rows.ts';
import { formerRow, memberList, memberRow, operatorRow } from '../../lambdas/model/member-rows.ts';
import { dueMailList, duePlace, mailRow } from '../../lambdas/model/outbox-rows.ts';
import { addressRow, individualRow, limitsRow, referenceRow } from '../../lambdas/model/people-rows.ts';
import { placeIn } from '../../lambdas/model/places.ts';
import { recordPlaceRow, recordRow } from '../../lambdas/model/record-rows.ts';
import { askingRow, requestList, requestRow, shownRow } from '../../lambdas/model/request-rows.ts';
import { placeInList } from '../../lambdas/model/row.ts';
import {
  deploymentIdempotencyRow,
  idempotencyRow,
  linkRow,
  sessionRow,
} from '../../lambdas/model/session-rows.ts';
import {
  attestationOfRow,
  attestationRow,
  erasedRow,
  exportingRow,
  exportPartRow,
  exportRow,
  receiptRow,
  scheduleRow,
} from '../../lambdas/model/statement-rows.ts';
import type { Table } from '../../lambdas/model/tables.ts';
import {
  fenceRow,
  keysSentinel,
  tenantList,
  tenantRow,
  vaultSentinel,
} from '../../lambdas/model/tenant-rows.ts';
import type { Key } from '../../lambdas/platform/dynamodb/key.ts';

const tenant = 'tnt_0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const bits = '7c3a9e15d2b84f60a1c7e3590b6d28f4';
const individual = `ind_${bits}`;
const record = `rec_${bits}93b5d7f90b1c2d3e4f506172839405a6`;
const request = `crq_${bits}5b1d9c0e7f3a4826b9d0c1e2f3a4b5c6`;
const consent = `cns_${bits}d8e9fa0b1c2d3e4f5a6b7c8d9eafb0c1`;
const disclosure = `dsc_${bits}0a1b2c3d4e5f60718293a4b5c6d7e8f9`;
const notice = 'ntc_4e6f8a0b2c4d6e8fa0b1c2d3e4f5a6b7';
const attestation = 'att_91a2b3c4d5e6f708192a3b4c5d6e7f80';
const keptSet = `kpt_${attestation.slice(4)}6a7b8c9dae0f1a2b3c4d5e6f708192a3`;
const deletion = `del_${'6c'.repeat(16)}`;
const exported = `exp_${'4c'.repeat(16)}`;
const mail = `mal_${'3d'.repeat(16)}`;
const entry = `ent_${'1a'.repeat(16)}`;
const hash = '1f'.repeat(32);
const member = '2e'.repeat(32);

/** One key of each shape, as the code makes it; the hashes of category and purpose are the page's own examples. */
export function keyExamples(category16: string, purpose16: string): [Table, string, Key][] {
  return [
    ['vault', 'tenant', tenantRow.key(tenant)],
    ['vault', 'lease', leaseRow.key(tenant)],
    ['vault', 'erasure', erasureRow.key(tenant, individual)],
    ['vault', 'deletion', deletionRow.key(tenant, deletion)],
    ['vault', 'hold', holdRow.key(tenant, 'tenant')],
    ['vault', 'hold', holdRow.key(tenant, individual)],
    ['vault', 'export', exportRow.key(tenant, exported)],
    ['vault', 'export-part', exportPartRow.key(tenant, exported, 7)],
    ['vault', 'exporting', exportingRow.key(tenant)],
    ['vault', 'member', memberRow.key(tenant, member)],
    ['vault', 'refused-reads', refusedReadsRow.key(tenant, member, '2026-11-24T10')],
    ['vault', 'former', formerRow.key(tenant, member, '2026-11-24T10:00:00.000Z')],
    ['vault', 'organisation', organisationRow.key(tenant, 'labor-sued')],
    ['vault', 'organisation-version', organisationVersionRow.key(tenant, 'labor-sued', 2)],
    ['vault', 'category', categoryRow.key(tenant, 'health.lab')],
    ['vault', 'category-version', categoryVersionRow.key(tenant, 'health.lab', 2)],
    ['vault', 'notice', noticeRow.key(tenant, notice)],
    ['vault', 'notice-version', noticeVersionRow.key(tenant, notice, 2)],
    ['vault', 'idempotency', idempotencyRow.key({ tenant, range: 'tenant' }, hash)],
    ['vault', 'idempotency', idempotencyRow.key({ tenant, range: 'shard' }, hash)],
    ['vault', 'idempotency', idempotencyRow.key({ tenant, individual }, hash)],
    ['vault', 'idempotency', deploymentIdempotencyRow.key(hash)],
    ['vault', 'replay', replayRow.key()],
    ['vault', 'proof', proofRow.key()],
    ['vault', 'mail', mailRow.key(tenant, undefined, mail)],
    ['vault', 'mail', mailRow.key(tenant, individual, mail)],
    ['vault', 'fence', fenceRow.key(tenant, '7')],
    ['vault', 'reference', referenceRow.key(tenant, hash)],
    ['vault', 'address', addressRow.key(tenant, hash, individual)],
    ['vault', 'individual', individualRow.key(tenant, individual)],
    ['vault', 'record', recordRow.key(tenant, individual, category16, record)],
    ['vault', 'record-place', recordPlaceRow.key(tenant, individual, record)],
    ['vault', 'request', requestRow.key(tenant, individual, request)],
    ['vault', 'shown', shownRow.key(tenant, individual, request)],
    ['vault', 'consent', consentRow.key(tenant, individual, purpose16, consent)],
    ['vault', 'consent', setAside(consentRow.key(tenant, individual, purpose16, consent))],
    ['vault', 'consent-place', consentPlaceRow.key(tenant, individual, consent)],
    ['vault', 'uses', usesRow.key(consentRow.key(tenant, individual, purpose16, consent))],
    ['vault', 'disclosure', disclosureRow.key(tenant, individual, disclosure)],
    ['vault', 'link', linkRow.key(tenant, individual, hash)],
    ['vault', 'session', sessionRow.key(tenant, individual, hash)],
    ['vault', 'limits', limitsRow.key(tenant, individual)],
    ['vault', 'asking', askingRow.key(tenant, individual, 'labor-sued', purpose16)],
    ['vault', 'receipt', receiptRow.key(tenant, individual, consent, 2)],
    ['vault', 'kept-set', keptSetRow.key(tenant, keptSet)],
    ['vault', 'kept', keptRow.key(tenant, keptSet, '5e'.repeat(16))],
    ['vault', 'operator', operatorRow.key(member)],
    ['vault', 'planted', vaultSentinel.key(tenant, '7')],
    ['vault', 'planted', individualVaultSentinel.key(tenant, individual)],
    ['keys', 'shard', shardSecretRow.key(tenant, '7')],
    ['keys', 'shard', shardSecretRow.key(tenant, 't')],
    ['keys', 'tenant-key', tenantKeyRow.key(tenant, 'index')],
    ['keys', 'audit-secret', auditSecretRow.key(tenant)],
    ['keys', 'audit-secret', auditSecretRow.key(tenant, individual)],
    ['keys', 'data-key', dataKeyRow.key(tenant, individual, 'record')],
    ['keys', 'kept-key', keptKeyRow.key(tenant, keptSet)],
    ['keys', 'envelope', envelopeRow.key(tenant)],
    ['keys', 'envelope', deliveryRow.key(attestation)],
    ['keys', 'planted', keysSentinel.key(tenant, '7')],
    ['keys', 'planted', individualKeysSentinel.key(tenant, individual)],
    ['evidence', 'entry', entryRow.key(tenant, entry)],
    ['evidence', 'entry', entryRow.key('deployment', entry)],
    ['evidence', 'leaf', leafRow.key(tenant, entry)],
    ['evidence', 'schedule', scheduleRow.key(tenant, 1)],
    ['evidence', 'attestation-of', attestationOfRow.key(tenant, 1, 1)],
    ['evidence', 'attestation-of', attestationOfRow.key(tenant, 1, 1, 1)],
    ['evidence', 'erased', erasedRow.key(tenant, attestation)],
    ['evidence', 'attestation', attestationRow.key(attestation)],
    ['evidence', 'ledger', ledgerRow.key('4c'.repeat(32))],
    ['evidence', 'planted', evidenceSentinel.key(tenant, '1')],
  ];
}

/** One place in the index for each kind of list. */
export const listingExamples: readonly [string, string][] = [
  [tenantList, placeInList('2026-11-01T08:00:00.000Z', tenant)],
  ...[
    placeIn(requestList(tenant), individualRow.key(tenant, individual), '2026-11-20T09:00:00.000Z', request),
    placeIn(consentList(tenant), individualRow.key(tenant, individual), '2026-11-20T10:00:00.000Z', consent),
    placeIn(deletionList(tenant), deletionRow.key(tenant, deletion), '2026-11-30T12:05:01.000Z', deletion),
    placeIn(entryList(tenant), entryRow.key(tenant, entry), '2026-11-20T10:00:00.000Z', entry),
    placeIn(memberList(tenant), memberRow.key(tenant, member), '2026-11-01T08:00:00.000Z', member),
    placeIn(
      organisationList(tenant),
      organisationRow.key(tenant, 'labor-sued'),
      '2026-11-02T08:00:00.000Z',
      'labor-sued',
    ),
    placeIn(
      categoryList(tenant),
      categoryRow.key(tenant, 'health.lab'),
      '2026-11-02T08:00:00.000Z',
      'health.lab',
    ),
    placeIn(noticeList(tenant), noticeRow.key(tenant, notice), '2026-11-02T08:00:00.000Z', notice),
  ].map(({ listPk, listSk }): [string, string] => [listPk, listSk]),
  [dueMailList, duePlace(tenant, '2026-11-20T09:00:00.000Z', mail)],
  [dueTenants, placeInList('2026-12-01T11:00:00.000Z', tenant)],
  [dueKept, placeInList('2036-11-03T23:00:00.000Z', keptSet)],
];
