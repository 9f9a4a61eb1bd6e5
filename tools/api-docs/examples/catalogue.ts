import type { Category } from '../../../lambdas/domain/catalogue/category.ts';
import type { Notice } from '../../../lambdas/domain/catalogue/notice.ts';
import type { Organisation } from '../../../lambdas/domain/catalogue/organisation.ts';
import { type Examples, ids, writtenOnce } from './shape.ts';

const organisation: Organisation = {
  legalName: 'Labor Süd GmbH',
  contact: { email: 'patienten@labor-sued.example.org', address: 'Lindwurmstraße 60, 80337 München' },
  officer: { name: 'Dr. Miriam Vogt', contact: 'datenschutz@labor-sued.example.org' },
  country: 'DE',
  role: 'controller',
  verified: { by: 'Praxis Nord, Verwaltung', at: '2026-11-02T09:00:00.000Z' },
};
const category: Category = {
  label: { de: 'Laborwerte', en: 'Laboratory results' },
  plain: { de: 'Ergebnisse Ihrer Blutuntersuchungen.', en: 'Results of your blood tests.' },
  sensitivity: 'special',
  assurance: 'second-channel',
  fields: [
    { code: 'test', type: 'string', label: { de: 'Untersuchung', en: 'Test' }, required: true },
    { code: 'value', type: 'number', label: { de: 'Wert', en: 'Value' }, required: true },
    { code: 'unit', type: 'string', label: { de: 'Einheit', en: 'Unit' }, required: true },
    { code: 'note', type: 'string', label: { de: 'Anmerkung', en: 'Remark' }, required: false },
  ],
  keep: { legalBasis: '§ 630f (3) BGB', minimum: 'P10Y', countsFrom: 'dated' },
};
const content: Notice = {
  languages: ['de', 'en'],
  controllers: ['labor-sued'],
  purpose: {
    code: 'MedicalHealth',
    sentence: {
      de: 'zu beurteilen, wie sich Ihre Laborwerte entwickeln',
      en: 'assess how your laboratory values develop',
    },
  },
  legalBasis: { article6: '6(1)(a)', article9: '9(2)(a)' },
  categories: ['health.lab'],
  source: {
    de: 'Praxis Nord hat die Daten bei Ihrer Behandlung erhoben.',
    en: 'Praxis Nord collected the data when it treated you.',
  },
  recipients: ['labor-sued'],
  keptByRecipients: { de: 'Höchstens 90 Tage.', en: 'For 90 days at most.' },
  longestDays: 180,
  automatedDecisions: { exist: false },
  afterNo: {
    treatmentUnchanged: true,
    consequence: {
      de: 'der Vergleich mit Ihren früheren Werten',
      en: 'the comparison with your earlier values',
    },
  },
  relationship: 'patient',
  rights: {
    de: 'Sie können Ihre Erlaubnis jederzeit zurücknehmen und Auskunft, Berichtigung oder Löschung verlangen.',
    en: 'You can take your permission back at any time, and ask for access, correction or erasure.',
  },
  authority: {
    name: 'Bayerisches Landesamt für Datenschutzaufsicht',
    address: 'Promenade 18, 91522 Ansbach',
  },
  saleOrSharing: false,
  sensitiveUseBeyondService: false,
  linkCodeAcceptance: {
    officer: 'Dr. Miriam Vogt',
    at: '2026-11-03T10:00:00.000Z',
    reference: 'DSB-2026-117',
  },
};
const stored = <T extends object>(id: string, one: T) => ({ ...one, id, version: 1 });
const published = { id: ids.notice, version: 1, hash: ids.hash };

/** Organisations, categories and notices. */
export const catalogueExamples: Examples = {
  'organisation.set': {
    body: organisation,
    answer: { ...writtenOnce('labor-sued'), pendingConfirmation: false },
  },
  'organisation.confirm': {
    body: { legalName: 'Labor Süd SE', address: 'Lindwurmstraße 60, 80337 München' },
    answer: { id: 'labor-sued', version: 2 },
  },
  'category.set': {
    body: category,
    answer: writtenOnce('health.lab'),
  },
  'notice.publish': {
    body: { content },
    answer: published,
  },
  'organisation.list': { answer: { items: [stored('labor-sued', organisation)] } },
  'organisation.read': { answer: stored('labor-sued', organisation) },
  'category.list': { answer: { items: [stored('health.lab', category)] } },
  'category.read': { answer: stored('health.lab', category) },
  'notice.list': { answer: { items: [published] } },
  'notice.read': { answer: { ...published, content } },
  'notice.version': { answer: { ...published, content } },
};
