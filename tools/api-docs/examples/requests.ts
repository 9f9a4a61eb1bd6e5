import { cursor, type Examples, ids, statement, writtenOnce } from './shape.ts';

const record = {
  category: 'health.lab',
  date: '2026-10-12',
  fields: { test: 'HbA1c', value: 6.1, unit: '%', note: 'nüchtern' },
};
const decided = {
  consentId: ids.consent,
  purpose: 'MedicalHealth',
  released: [{ category: 'health.lab', fields: ['test', 'value', 'unit'] }],
  withheld: [{ category: 'health.lab', fields: ['note'], reason: 'not-in-consent' as const }],
};
const read = {
  reference: 'P-2047',
  purpose: 'MedicalHealth' as const,
  categories: ['health.lab'],
};

const items = [{ category: 'health.lab', fields: ['test', 'value', 'unit'] }];
const request = {
  id: ids.request,
  individualId: ids.individual,
  organisation: 'labor-sued',
  notice: { id: ids.notice, version: 1 },
  items,
  state: 'pending' as const,
  createdAt: '2026-11-24T09:10:00.000Z',
  lapsesAt: '2026-12-08T09:10:00.000Z',
  version: 1,
};
const consent = {
  id: ids.consent,
  individualId: ids.individual,
  requestId: ids.request,
  organisation: 'labor-sued',
  purpose: 'MedicalHealth',
  notice: { id: ids.notice, version: 1 },
  items,
  period: { from: '2026-01-01' },
  reads: 'unlimited' as const,
  grantedAt: '2026-11-24T09:41:00.000Z',
  until: '2027-03-31T22:00:00.000Z',
  state: 'active' as const,
  version: 1,
};

const erasure = {
  individualId: ids.individual,
  by: 'tenant',
  askedAt: '2026-11-27T09:00:00.000Z',
  dueAt: '2026-11-30T09:00:00.000Z',
  attestation: ids.attestation,
} as const;

const deletion = {
  id: `del_${'6c'.repeat(16)}`,
  organisation: 'labor-sued',
  individualId: ids.individual,
  consentIds: [ids.consent],
  askedAt: '2026-11-30T12:05:01.000Z',
  until: '2027-02-28T12:04:00.000Z',
};

/** Individuals, records, requests, consents, disclosures. */
export const requestExamples: Examples = {
  'individual.create': {
    body: { reference: 'P-2047', contact: { email: 'erika.brandt@example.org' }, language: 'de' },
    answer: writtenOnce(ids.individual),
  },
  'individual.update': {
    body: { language: 'en' },
    answer: { id: ids.individual, version: 2, pendingConfirmation: false },
  },
  'contact-change.confirm': {
    body: { email: 'erika@example.org' },
    answer: { id: ids.individual, version: 3 },
  },
  'individual.search': {
    body: { reference: 'P-2047' },
    answer: { items: [{ id: ids.individual }] },
  },
  'restriction.set': {
    body: {},
    answer: { id: ids.individual, state: 'restricted', restrictions: ['admin'], version: 4 },
  },
  'erasure.request': {
    body: {},
    answer: {
      individualId: ids.individual,
      state: 'requested',
      by: 'tenant',
      askedAt: '2026-11-27T08:00:00.000Z',
    },
  },
  'erasure.confirm': { body: { individualId: ids.individual }, answer: { ...erasure, state: 'waiting' } },
  'erasure.read': { answer: { ...erasure, state: 'running' } },
  'erasure.undo': { answer: { ...erasure, state: 'undone' } },
  'restriction.lift': {
    answer: { id: ids.individual, state: 'active', restrictions: [], version: 5 },
  },
  'record.put': { body: record, answer: writtenOnce(ids.record) },
  'record.batch': { body: { records: [record] }, answer: { items: [writtenOnce(ids.record)] } },
  'request.create': {
    body: {
      individualId: ids.individual,
      notice: { id: ids.notice, version: 1 },
      items: [{ category: 'health.lab', fields: ['test', 'value', 'unit', 'note'] }],
      period: { from: '2026-01-01' },
      reads: 'unlimited',
      until: '2027-03-31T22:00:00Z',
    },
    answer: { id: ids.request, state: 'pending', lapsesAt: '2026-12-08T23:00:00.000Z', version: 1 },
  },
  'request.remind': { body: {}, answer: { id: ids.request, version: 2 } },
  'consent.revoke': {
    body: { reason: 'purpose-ended' },
    answer: { id: ids.consent, state: 'revoked', version: 2 },
  },
  'disclosure.preview': { body: read, answer: decided },
  'disclosure.create': {
    body: read,
    answer: {
      id: ids.disclosure,
      individualId: ids.individual,
      ...decided,
      records: [
        {
          id: ids.record,
          category: 'health.lab',
          date: '2026-10-12',
          version: 1,
          fields: { test: 'HbA1c', value: 6.1, unit: '%' },
        },
      ],
      audit: { entry: ids.entry, leaf: ids.leaf },
    },
  },
  'individual.read': {
    answer: {
      id: ids.individual,
      state: 'active',
      createdAt: '2026-11-05T08:00:00.000Z',
      contactSetAt: '2026-11-05T08:00:00.000Z',
      contactOwnedByIndividual: false,
      version: 1,
    },
  },
  'request.list': { answer: { items: [request], next: cursor } },
  'request.read': { answer: request },
  'consent.list': { answer: { items: [consent] } },
  'consent.read': { answer: consent },
  'deletion.list': { answer: { items: [deletion], next: cursor } },
  'deletion.answer': {
    body: { answer: 'kept', ground: 'legal-obligation', keptUntil: '2036-12-31' },
    answer: {
      ...deletion,
      answer: 'kept',
      ground: 'legal-obligation',
      keptUntil: '2036-12-31',
      answeredAt: '2026-12-02T08:30:00.000Z',
    },
  },
  'consent.receipt': { answer: statement('habeas consent record 1') },
  'disclosure.receipt': { answer: statement('habeas disclosure record 1') },
  'attestation.read': { answer: statement('habeas erasure attestation 1') },
  'attestation.answers': {
    answer: {
      items: [
        {
          name: 'Labor Süd GmbH',
          askedAt: deletion.askedAt,
          until: deletion.until,
          answer: 'kept',
          ground: 'legal-obligation',
          keptUntil: '2036-12-31',
          answeredAt: '2026-12-02T08:30:00.000Z',
        },
      ],
    },
  },
  'audit.list': {
    answer: {
      items: [
        {
          v: 1,
          id: ids.entry,
          type: 'disclosure.released',
          at: '2026-11-24T10:02:00.000Z',
          tenant: ids.tenant,
          actorRef: ids.hash,
          individualRef: ids.member,
          objectRef: ids.hash,
          version: null,
          outcome: 'done',
          payloadCommit: ids.hash,
          leaf: ids.leaf,
        },
      ],
      next: cursor,
    },
  },
};
