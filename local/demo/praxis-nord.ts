import type { BodyOf } from '../../lambdas/api/operation.ts';
import type { OperationName, RowNamed } from '../../lambdas/api/typed-operations.ts';

type Body<N extends OperationName> = BodyOf<RowNamed<N>>;

/** The tenant: a practice that keeps the data. */
export const praxisNord: Omit<Body<'tenant.create'>, 'firstAdmin'> = {
  name: 'Praxis Nord',
  country: 'DE',
  timeZone: 'Europe/Berlin',
  languages: ['de', 'en'],
  helpPhone: '+49 461 5550100',
};

/** The organisation that requests consent: a laboratory. */
export const laborSued: Body<'organisation.set'> = {
  legalName: 'Labor Süd GmbH',
  contact: {
    email: 'patienten@labor-sued.example.org',
    phone: '+49 89 5550170',
    address: 'Lindwurmstraße 60, 80337 München',
  },
  officer: { name: 'Dr. Miriam Vogt', contact: 'datenschutz@labor-sued.example.org' },
  country: 'DE',
  role: 'controller',
  verified: { by: 'Praxis Nord, Verwaltung', at: '2026-11-02T09:00:00Z' },
};

export const categories: Readonly<Record<string, Body<'category.set'>>> = {
  contact: {
    label: { de: 'Anschrift und Telefon', en: 'Address and phone' },
    plain: {
      de: 'Ihr Name, Ihre Anschrift und Ihre Telefonnummer.',
      en: 'Your name, your address and your phone number.',
    },
    sensitivity: 'ordinary',
    assurance: 'link+code',
    fields: [
      { code: 'name', type: 'string', label: { de: 'Name', en: 'Name' }, required: true },
      { code: 'street', type: 'string', label: { de: 'Straße', en: 'Street' }, required: false },
      { code: 'postalCode', type: 'string', label: { de: 'Postleitzahl', en: 'Postcode' }, required: false },
      { code: 'city', type: 'string', label: { de: 'Ort', en: 'Town' }, required: false },
      { code: 'phone', type: 'string', label: { de: 'Telefon', en: 'Phone' }, required: false },
    ],
  },
  'health.lab': {
    label: { de: 'Laborwerte', en: 'Laboratory results' },
    plain: {
      de: 'Ergebnisse Ihrer Blutuntersuchungen, mit Normbereich und Anmerkung der Praxis.',
      en: 'Results of your blood tests, with the normal range and the practice’s remark.',
    },
    sensitivity: 'special',
    assurance: 'second-channel',
    fields: [
      { code: 'test', type: 'string', label: { de: 'Untersuchung', en: 'Test' }, required: true },
      { code: 'loinc', type: 'string', label: { de: 'LOINC-Code', en: 'LOINC code' }, required: true },
      { code: 'value', type: 'number', label: { de: 'Wert', en: 'Value' }, required: true },
      { code: 'unit', type: 'string', label: { de: 'Einheit', en: 'Unit' }, required: true },
      {
        code: 'referenceRange',
        type: 'string',
        label: { de: 'Normbereich', en: 'Normal range' },
        required: false,
      },
      {
        code: 'interpretation',
        type: 'string',
        label: { de: 'Einordnung', en: 'Interpretation' },
        required: false,
      },
      { code: 'note', type: 'string', label: { de: 'Anmerkung', en: 'Remark' }, required: false },
    ],
    keep: { legalBasis: '§ 630f (3) BGB', minimum: 'P10Y', countsFrom: 'dated' },
  },
};

/** What Labor Süd requests and why. Its data protection officer accepted `link+code` for such results in writing. */
export const notice: Body<'notice.publish'>['content'] = {
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
  categories: ['contact', 'health.lab'],
  source: {
    de: 'Die Daten hat Praxis Nord bei Ihrer Behandlung erhoben.',
    en: 'Praxis Nord collected the data when it treated you.',
  },
  recipients: ['labor-sued'],
  keptByRecipients: {
    de: 'Labor Süd bewahrt, was es liest, bis zum Ende der Beurteilung auf, höchstens 90 Tage.',
    en: 'Labor Süd keeps what it reads until the assessment is done, for 90 days at most.',
  },
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
    de: 'Sie können Auskunft, Berichtigung, Löschung, Einschränkung und eine Kopie Ihrer Daten verlangen und Ihre Erlaubnis jederzeit zurücknehmen.',
    en: 'You can ask for access, correction, erasure, restriction and a copy of your data, and take your permission back at any time.',
  },
  authority: {
    name: 'Bayerisches Landesamt für Datenschutzaufsicht',
    address: 'Promenade 18, 91522 Ansbach',
    web: 'https://www.lda.bayern.de',
  },
  saleOrSharing: false,
  sensitiveUseBeyondService: false,
  linkCodeAcceptance: { officer: 'Dr. Miriam Vogt', at: '2026-11-03T10:00:00Z', reference: 'DSB-2026-117' },
};
