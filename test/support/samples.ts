import type { Category } from '../../lambdas/domain/catalogue/category.ts';
import type { Notice } from '../../lambdas/domain/catalogue/notice.ts';
import type { Organisation } from '../../lambdas/domain/catalogue/organisation.ts';
import type { Consent, ConsentEvent } from '../../lambdas/domain/consents/consent.ts';
import type { ReceiptTerms } from '../../lambdas/domain/evidence/receipt.ts';
import type { NamedItem } from '../../lambdas/domain/requests/request.ts';

export const now = '2026-11-24T10:00:00.000Z';
export const day = 24 * 60 * 60 * 1000;

/** An instant some milliseconds from another. */
export const from = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

const field = (code: string, required = false): Category['fields'][number] => ({
  code,
  type: 'string',
  label: { de: code, en: code },
  required,
});

export const contact: Category = {
  label: { de: 'Anschrift', en: 'Address' },
  plain: { de: 'Ihre Anschrift.', en: 'Your address.' },
  sensitivity: 'ordinary',
  assurance: 'link+code',
  fields: [field('name', true), field('street'), field('city')],
};
export const lab: Category = {
  label: { de: 'Laborwerte', en: 'Laboratory results' },
  plain: { de: 'Ergebnisse Ihrer Blutuntersuchungen.', en: 'Results of your blood tests.' },
  sensitivity: 'special',
  assurance: 'link+code',
  fields: [field('test', true), field('value'), field('unit'), field('note')],
};
export const categories = { contact, 'health.lab': lab };

/** A complete notice in two languages; its officer accepted `link+code`. */
export const notice: Notice = {
  languages: ['de', 'en'],
  controllers: ['labor-sued'],
  purpose: { code: 'MedicalHealth', sentence: { de: 'zu vergleichen', en: 'to compare' } },
  legalBasis: { article6: '6(1)(a)', article9: '9(2)(a)' },
  categories: ['contact', 'health.lab'],
  source: { de: 'Aus der Praxis.', en: 'From the practice.' },
  recipients: ['labor-sued', 'klinik-west'],
  keptByRecipients: { de: '90 Tage.', en: '90 days.' },
  longestDays: 180,
  automatedDecisions: { exist: false },
  afterNo: { treatmentUnchanged: true, consequence: { de: 'Nichts.', en: 'Nothing.' } },
  relationship: 'patient',
  rights: { de: 'Auskunft und Widerruf.', en: 'Access and withdrawal.' },
  authority: { name: 'BayLDA', address: 'Promenade 18, 91522 Ansbach' },
  saleOrSharing: false,
  sensitiveUseBeyondService: false,
  linkCodeAcceptance: { officer: 'Dr. Vogt', at: '2026-11-03T10:00:00.000Z', reference: 'DSB-1' },
};

export const allItems: readonly NamedItem[] = [
  { category: 'contact', fields: ['name', 'street', 'city'] },
  { category: 'health.lab', fields: ['test', 'value', 'unit', 'note'] },
];

export const party = (legalName: string): Organisation => ({
  legalName,
  contact: { address: 'Ring 1, 80331 München' },
  officer: { name: 'Dr. Vogt', contact: 'dsb@example.org' },
  country: 'DE',
  role: 'controller',
  verified: { by: 'Praxis Nord', at: '2026-10-01T08:00:00.000Z' },
});

/** What a receipt says beside the decision; both categories were consented to, one of them explicitly. */
export const receiptTerms = (over: Partial<ReceiptTerms> = {}): ReceiptTerms => ({
  notice,
  keeper: { id: 'tnt_1', name: 'Praxis Nord', country: 'DE' },
  storage: 'aws:eu-central-1',
  organisations: { 'labor-sued': party('Labor Süd GmbH'), 'klinik-west': party('Klinik West') },
  explicit: [{ category: 'health.lab', statement: 'I explicitly consent …' }],
  ...over,
});

export const event = (over: Partial<ConsentEvent> = {}): ConsentEvent => ({
  version: 1,
  type: 'granted',
  at: '2026-11-20T10:00:00.000Z',
  entry: 'ent_1',
  leaf: 'ab'.repeat(32),
  actor: 'individual',
  channel: 'page',
  told: false,
  contact: { setAt: '2026-10-01T08:00:00.000Z', setBy: 'tenant' },
  ...over,
});

export const consent = (over: Partial<Consent> = {}): Consent => ({
  id: 'cns_1',
  individual: 'ind_1',
  request: 'crq_1',
  organisation: 'labor-sued',
  recipients: ['labor-sued'],
  purpose: 'MedicalHealth',
  notice: { id: 'ntc_1', version: 2, hash: 'cd'.repeat(32) },
  versions: { organisations: { 'labor-sued': 1 }, categories: { contact: 1, 'health.lab': 1 } },
  items: allItems,
  asked: allItems,
  reads: 'unlimited',
  grantedAt: '2026-11-20T10:00:00.000Z',
  until: '2026-12-24T10:00:00.000Z',
  assurance: 'link+code',
  shownHash: 'ef'.repeat(32),
  language: 'de',
  events: [event()],
  state: 'active',
  version: 1,
  ...over,
});
