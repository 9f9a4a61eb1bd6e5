import { merkleRoot } from '../../lambdas/crypto/merkle-root.ts';
import type { Consent, ConsentEvent } from '../../lambdas/domain/consents/consent.ts';
import { disclosureRecord } from '../../lambdas/domain/disclosure/disclosure-record.ts';
import {
  attestationRecord,
  finalAttestationRecord,
  individualAttestationRecord,
} from '../../lambdas/domain/erasure/attestation.ts';
import { consentRecord, type ReceiptTerms, refusalRecord } from '../../lambdas/domain/evidence/receipt.ts';
import type { StatementKind } from '../../lambdas/domain/evidence/statement.ts';
import { manifestRecord } from '../../lambdas/domain/exports/manifest.ts';
import { scheduleRecord } from '../../lambdas/domain/retention/retention-record.ts';
import { explicitIn } from '../../lambdas/domain/wording/shown.ts';

const tenant = 'tnt_0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const bits = '7c3a9e15d2b84f60a1c7e3590b6d28f4';
const request = `crq_${bits}5b1d9c0e7f3a4826b9d0c1e2f3a4b5c6`;
const contact = { setAt: '2026-10-01T08:00:00.000Z', setBy: 'tenant' } as const;
const published = { id: 'ntc_4e6f8a0b2c4d6e8fa0b1c2d3e4f5a6b7', version: 2, hash: 'c4'.repeat(32) };
const terms: ReceiptTerms = {
  notice: {
    controllers: ['labor-sued'],
    legalBasis: { article6: '6(1)(a)', article9: '9(2)(a)' },
    keptByRecipients: { de: 'ein Jahr', en: 'one year' },
    authority: { name: 'BayLDA', address: 'Promenade 18, 91522 Ansbach' },
    linkCodeAcceptance: { officer: 'Dr. Vogt', at: '2026-11-03T10:00:00.000Z', reference: 'DSB-1' },
  },
  keeper: { id: tenant, name: 'Praxis Nord', country: 'DE' },
  storage: 'aws:eu-central-1',
  organisations: {
    'labor-sued': {
      legalName: 'Labor Süd GmbH',
      contact: { address: 'Laborweg 3, 80331 München' },
      officer: { name: 'Dr. Vogt', contact: 'dsb@labor-sued.example' },
      country: 'DE',
      role: 'controller',
      verified: { by: 'Praxis Nord', at: '2026-10-01T08:00:00.000Z' },
    },
  },
  explicit: [{ category: 'health.lab', statement: explicitIn(['Labor Süd GmbH'], 'Laborwerte', 'de') }],
};
const items = [{ category: 'health.lab', fields: ['test', 'value'] }];
const asked = [{ category: 'health.lab', fields: ['test', 'value', 'note'] }];

const granted: ConsentEvent = {
  version: 1,
  type: 'granted',
  at: '2026-11-20T10:00:00.000Z',
  entry: `ent_${'1a'.repeat(16)}`,
  leaf: 'a1'.repeat(32),
  actor: 'individual',
  channel: 'page',
  told: false,
  contact,
};
const withdrawn: ConsentEvent = {
  ...granted,
  version: 2,
  type: 'withdrawn',
  at: '2026-11-24T18:30:00.000Z',
  leaf: 'b2'.repeat(32),
  channel: 'standing-link',
};
const consent: Consent = {
  id: `cns_${bits}d8e9fa0b1c2d3e4f5a6b7c8d9eafb0c1`,
  individual: `ind_${bits}`,
  request,
  organisation: 'labor-sued',
  recipients: ['labor-sued'],
  purpose: 'MedicalHealth',
  notice: published,
  versions: { organisations: { 'labor-sued': 1 }, categories: { contact: 1, 'health.lab': 1 } },
  items,
  asked,
  reads: { times: 3 },
  grantedAt: granted.at,
  until: '2026-12-20T10:00:00.000Z',
  assurance: 'link+code',
  shownHash: 'e5'.repeat(32),
  language: 'de',
  events: [granted, withdrawn],
  state: 'withdrawn',
  version: 2,
};

/** What an example of docs/formats.md states: the record as the code makes it, and the claims about it. */
export interface Stated {
  readonly kind: StatementKind;
  readonly id: string;
  readonly at: string;
  readonly leaf: string | null;
  readonly record: Record<string, unknown>;
}

const disclosure = { id: `dsc_${bits}0a1b2c3d4e5f60718293a4b5c6d7e8f9`, at: '2026-11-21T09:15:00.000Z' };
const first = { id: 'att_91a2b3c4d5e6f708192a3b4c5d6e7f80', at: '2026-12-31T23:05:12.000Z' };
const second = { id: 'att_0c1d2e3f405162738495a6b7c8d9eafb', at: '2027-01-08T02:00:00.000Z' };

/** The statements of docs/formats.md, by the names of their examples. */
export const stated: Readonly<Record<string, Stated>> = {
  'receipt-granted': {
    kind: 'consent-receipt',
    id: consent.id,
    at: granted.at,
    leaf: granted.leaf,
    record: consentRecord(consent, granted, terms, 'full'),
  },
  'receipt-withdrawn': {
    kind: 'consent-receipt',
    id: consent.id,
    at: withdrawn.at,
    leaf: withdrawn.leaf,
    record: consentRecord(consent, withdrawn, terms, 'full'),
  },
  'receipt-ended': {
    kind: 'consent-receipt',
    id: consent.id,
    at: withdrawn.at,
    leaf: withdrawn.leaf,
    record: consentRecord(consent, withdrawn, terms, 'recipient'),
  },
  'receipt-refused': {
    kind: 'consent-receipt',
    id: request,
    at: '2026-11-20T10:02:00.000Z',
    leaf: 'c3'.repeat(32),
    record: refusalRecord(
      { ...consent, notice: published, items: asked, at: '2026-11-20T10:02:00.000Z', contact },
      { ...terms, explicit: [] },
    ),
  },
  'receipt-disclosure': {
    kind: 'disclosure-receipt',
    ...disclosure,
    leaf: 'd4'.repeat(32),
    record: disclosureRecord(disclosure, consent.individual, {
      organisation: 'labor-sued',
      staff: '5e8f10a2',
      purpose: consent.purpose,
      consent: consent.id,
      released: items,
      withheld: [{ category: 'health.lab', fields: ['note'], reason: 'not-in-consent' }],
      releasedPeriod: {},
    }),
  },
  'retention-schedule': {
    kind: 'retention-schedule',
    id: `${tenant}#1`,
    at: '2026-12-01T11:00:01.000Z',
    leaf: 'e5'.repeat(32),
    record: scheduleRecord({
      tenant,
      epoch: 1,
      endedAt: '2026-12-01T11:00:00.000Z',
      purgeAt: '2026-12-31T23:00:00.000Z',
      window: 'P30D',
      timeZone: 'Europe/Berlin',
      adminsUntil: '2026-12-31T23:00:00.000Z',
    }),
  },
  'attestation-1': {
    kind: 'erasure-attestation',
    ...first,
    leaf: 'f6'.repeat(32),
    record: attestationRecord({
      tenant,
      epoch: 1,
      endedAt: '2026-12-01T11:00:00.000Z',
      purgeAt: '2026-12-31T23:00:00.000Z',
      schedule: { id: `${tenant}#1`, sha256: '0d'.repeat(32) },
      committedAt: '2026-12-31T23:00:05.000Z',
      shreddedAt: '2026-12-31T23:00:09.000Z',
      verifiedAt: '2026-12-31T23:05:00.000Z',
      existed: {
        evidence: { entry: 40, leaf: 40 },
        keys: { 'audit-secret': 18, 'data-key': 19, shard: 17, 'tenant-key': 2 },
        vault: { individual: 17, record: 12, request: 1, consent: 1 },
      },
      countedAt: '2026-12-31T23:01:00.000Z',
      deleted: {
        evidence: { entry: 38 },
        keys: { 'audit-secret': 18, 'data-key': 19, shard: 17, 'tenant-key': 2 },
        vault: { individual: 17, record: 12, request: 1, consent: 1 },
      },
      held: [],
      rangeSecrets: 17,
      keyGoneAt: '2027-01-07T23:00:09.000Z',
      envelopeUntil: '2027-01-14T23:00:03.000Z',
    }),
  },
  'attestation-individual': {
    kind: 'erasure-attestation',
    id: 'att_5b6c7d8e9fa0b1c2d3e4f5061728394a',
    at: '2026-11-30T12:05:00.000Z',
    leaf: '18'.repeat(32),
    record: individualAttestationRecord({
      tenant,
      person: '29'.repeat(32),
      askedAt: '2026-11-27T11:00:00.000Z',
      by: 'individual',
      exportParts: 1,
      committedAt: '2026-11-30T12:00:05.000Z',
      shreddedAt: '2026-11-30T12:00:09.000Z',
      verifiedAt: '2026-11-30T12:04:00.000Z',
      existed: {
        keys: { 'audit-secret': 1, 'data-key': 3 },
        vault: { address: 1, individual: 1, record: 12, reference: 1 },
      },
      countedAt: '2026-11-30T12:01:00.000Z',
      deleted: {
        keys: { 'audit-secret': 1, 'data-key': 3 },
        vault: { address: 1, individual: 1, record: 12, reference: 1 },
      },
      keys: 4,
      kept: [
        {
          id: `kpt_${'5b'.repeat(32)}`,
          kind: 'law',
          ground: '§ 630f (3) BGB',
          until: '2036-11-03T23:00:00.000Z',
          counts: { individual: 1, record: 7 },
        },
        {
          id: `kpt_${'6c'.repeat(32)}`,
          kind: 'accountability',
          ground: 'defence-of-claims',
          until: '2029-12-31T23:00:00.000Z',
          counts: { individual: 1, request: 2, consent: 1 },
        },
      ],
      envelopeUntil: '2026-12-11T11:00:03.000Z',
      askedUntil: '2027-02-28T12:04:00.000Z',
    }),
  },
  'attestation-2': {
    kind: 'erasure-attestation',
    ...second,
    leaf: '07'.repeat(32),
    record: finalAttestationRecord({
      tenant,
      epoch: 1,
      first: { id: first.id, sha256: '1e'.repeat(32) },
      supplements: [],
      hadKey: true,
      checkedAt: second.at,
    }),
  },
  'export-manifest': {
    kind: 'export-manifest',
    id: `exp_${'4c'.repeat(16)}`,
    at: '2026-12-10T09:30:00.000Z',
    leaf: '08'.repeat(32),
    record: manifestRecord({
      export: `exp_${'4c'.repeat(16)}`,
      tenant,
      epoch: 1,
      scope: 'all',
      asOf: '2026-12-10T09:00:00.000Z',
      finished: '2026-12-10T09:30:00.000Z',
      thumbprint: 'SENcNAv-YhLi8VnVw3JPI0soTVbNwQL0QD5ekdY_gGU',
      parts: 2,
      bytes: 5_412_300,
      counts: { tenant: 1, individual: 2, record: 6, consent: 2, disclosure: 2, entry: 31 },
      root: merkleRoot(['1f'.repeat(32), '2e'.repeat(32)]),
    }),
  },
};
