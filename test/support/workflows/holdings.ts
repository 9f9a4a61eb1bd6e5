/*
 * What a tenant holds when its contract ends, of every kind that a purge removes: made by the kinds' own makers, with
 * random bytes where something is sealed, because a purge opens nothing.
 */
import { randomBytes } from 'node:crypto';
import { wholeTenant } from '../../../lambdas/domain/holds/hold.ts';
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
} from '../../../lambdas/model/catalogue-rows.ts';
import {
  consentList,
  consentPlaceRow,
  consentRow,
  readsBy,
  usesRow,
} from '../../../lambdas/model/consent-rows.ts';
import { disclosureRow } from '../../../lambdas/model/disclosure-rows.ts';
import { dueTenants } from '../../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../../lambdas/model/hold-rows.ts';
import { dueKept, keptKeyRow, keptRow, keptSetId, keptSetRow } from '../../../lambdas/model/kept-rows.ts';
import { auditSecretRow, dataKeyRow } from '../../../lambdas/model/key-rows.ts';
import { memberList, memberRow } from '../../../lambdas/model/member-rows.ts';
import { dueMailList, duePlace, mailRow } from '../../../lambdas/model/outbox-rows.ts';
import { addressRow, individualRow, limitsRow, referenceRow } from '../../../lambdas/model/people-rows.ts';
import { placeIn } from '../../../lambdas/model/places.ts';
import { recordPlaceRow, recordRow } from '../../../lambdas/model/record-rows.ts';
import { askingRow, requestList, requestRow } from '../../../lambdas/model/request-rows.ts';
import { individualUses, listed } from '../../../lambdas/model/row.ts';
import { idempotencyRow, linkRow, sessionRow } from '../../../lambdas/model/session-rows.ts';
import { receiptRow } from '../../../lambdas/model/statement-rows.ts';
import type { Write } from '../../../lambdas/platform/dynamodb/transaction.ts';
import { newId, newIdBelow } from '../../../lambdas/platform/runtime/random.ts';
import { lab, notice as noticeContent, party } from '../samples.ts';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const sealed = () => randomBytes(200);
/** Years from now, in seconds since 1970: nothing expires while a test looks. */
const expiresAt = 4_000_000_000;

/** The rows of the tenant that belong to no individual. */
export function tenantHoldings(tenant: string): Write[] {
  const at = new Date().toISOString();
  const stood = { since: at, setAt: at, version: 1 };
  const laboratory = { id: 'labor-sued', content: party('Labor Süd GmbH'), ...stood };
  const category = { id: 'health.lab', content: lab, ...stood };
  const notice = { id: newId('ntc'), version: 1, hash: hex(32), at };
  const member = hex(32);
  const repeated = { salt: hex(16), body: hex(32), answer: {} };
  return [
    memberRow.put([tenant, member], {
      id: member,
      roles: ['admin'],
      rights: [],
      since: at,
      version: 1,
      ref: hex(32),
      sealed: sealed(),
      ...placeIn(memberList(tenant), memberRow.key(tenant, member), at, member),
    }),
    organisationRow.put([tenant, laboratory.id], {
      ...laboratory,
      ...placeIn(organisationList(tenant), organisationRow.key(tenant, laboratory.id), at, laboratory.id),
    }),
    holdRow.put([tenant, wholeTenant], {
      id: wholeTenant,
      version: 1,
      setAt: at,
      until: '9999-12-31T00:00:00.000Z',
      sealed: sealed(),
      ...listed(dueTenants, '9999-12-31T00:00:00.000Z', tenant),
    }),
    organisationVersionRow.put([tenant, laboratory.id, 1], laboratory),
    categoryRow.put([tenant, category.id], {
      ...category,
      ...placeIn(categoryList(tenant), categoryRow.key(tenant, category.id), at, category.id),
    }),
    categoryVersionRow.put([tenant, category.id, 1], category),
    noticeRow.put([tenant, notice.id], {
      ...notice,
      ...placeIn(noticeList(tenant), noticeRow.key(tenant, notice.id), at, notice.id),
    }),
    noticeVersionRow.put([tenant, notice.id, 1], { ...notice, content: noticeContent }),
    // One that has expired already, and one that has not.
    idempotencyRow.put([{ tenant, range: 'tenant' }, hex(32)], { ...repeated, expiresAt: 1_700_000_000 }),
    idempotencyRow.put([{ tenant, range: 'shard' }, hex(32)], { ...repeated, expiresAt }),
    mailOf(tenant, undefined, at),
    ...keptHoldings(tenant),
  ];
}

/** A kept set of somebody who was erased, with one line. */
function keptHoldings(tenant: string): Write[] {
  const at = new Date().toISOString();
  const attestation = newId('att');
  const id = keptSetId(attestation, hex(16));
  const until = '2036-11-03T23:00:00.000Z';
  const line = hex(16);
  const set = { id, kind: 'law', ground: '§ 630f (3) BGB', until, counts: { record: 1 } } as const;
  return [
    keptKeyRow.put([tenant, id], { wrapped: sealed() }),
    keptRow.put([tenant, id, line], { id: line, version: 1, sealed: sealed() }),
    keptSetRow.put([tenant, id], { ...set, attestation, at, ...listed(dueKept, until, id) }),
  ];
}

/** The rows of an individual with one request, one consent for it and one read, and so many records. */
export function individualHoldings(tenant: string, records: number, id = newId('ind')): Write[] {
  const at = new Date().toISOString();
  const address = hex(32);
  const reference = hex(32);
  const purpose = hex(8);
  const organisation = 'labor-sued';
  const request = newIdBelow('crq', id);
  const consent = newIdBelow('cns', id);
  const disclosure = newIdBelow('dsc', id);
  const one = { individual: id, organisation, version: 1, sealed: sealed() };
  return [
    individualRow.put([tenant, id], {
      id,
      state: 'active',
      gate: 1,
      version: 1,
      createdAt: at,
      language: 'de',
      contactVersion: 1,
      addressVersion: 1,
      contactSetAt: at,
      contactSetBy: 'tenant',
      contactOwned: false,
      referenceHash: reference,
      addressHash: address,
      sealed: sealed(),
    }),
    referenceRow.put([tenant, reference], { individual: id }),
    addressRow.put([tenant, address, id], { individual: id }),
    ...Array.from({ length: records }, () => newIdBelow('rec', id)).map((record) =>
      recordRow.put([tenant, id, hex(8), record], { id: record, version: 1, storedAt: at, sealed: sealed() }),
    ),
    recordPlaceRow.put([tenant, id, newIdBelow('rec', id)], { category16: hex(8) }),
    requestRow.put([tenant, id, request], {
      ...one,
      id: request,
      requester: hex(32),
      state: 'granted',
      createdAt: at,
      lapsesAt: at,
      ...placeIn(requestList(tenant), individualRow.key(tenant, id), at, request),
    }),
    consentRow.put([tenant, id, purpose, consent], {
      ...one,
      id: consent,
      state: 'active',
      sealedVersion: 1,
      ...placeIn(consentList(tenant), individualRow.key(tenant, id), at, consent),
    }),
    consentPlaceRow.put([tenant, id, consent], { purpose16: purpose, organisation: one.organisation }),
    usesRow.put([consentRow.key(tenant, id, purpose, consent)], {
      used: 1,
      [readsBy(organisation)]: 1,
    }),
    disclosureRow.put([tenant, id, disclosure], {
      id: disclosure,
      at,
      entry: newId('ent'),
      leaf: hex(32),
      outcome: 'released',
      sealed: sealed(),
    }),
    linkRow.put([tenant, id, hex(32)], {
      kind: 'request',
      request,
      endsAt: at,
      addressVersion: 1,
      expiresAt,
    }),
    sessionRow.put([tenant, id, hex(32)], {
      level: 'confirmed',
      link: hex(32),
      request,
      language: 'de',
      startedAt: at,
      endsAt: at,
      extensions: 0,
      addressVersion: 1,
      expiresAt,
    }),
    mailOf(tenant, id, at),
    idempotencyRow.put([{ tenant, individual: id }, hex(32)], {
      salt: hex(16),
      body: hex(32),
      answer: {},
      expiresAt,
    }),
    limitsRow.put([tenant, id], { version: 1, messages: [] }),
    askingRow.put([tenant, id, organisation, hex(8)], { version: 1, sealed: sealed() }),
    receiptRow.put([tenant, id, consent, 2], { version: 2, sealed: sealed() }),
    auditSecretRow.put([tenant, id], { secret: hex(32) }),
    ...individualUses.map((use) => dataKeyRow.put([tenant, id, use], { wrapped: sealed() })),
  ];
}

/** A mail that is due: to an individual, or to the tenant's admins. */
function mailOf(tenant: string, individual: string | undefined, at: string): Write {
  const id = newId('mal');
  return mailRow.put([tenant, individual, id], {
    id,
    tenant,
    individual,
    kind: individual === undefined ? 'contract-ended' : 'request',
    dueAt: at,
    expiresAt,
    listPk: dueMailList,
    listSk: duePlace(tenant, at, id),
  });
}
