import { type Examples, ids, writtenOnce } from './shape.ts';

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
};
