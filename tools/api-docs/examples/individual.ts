import { type Examples, ids, statement } from './shape.ts';

const token = 'LJ1LfmH4Sg-aPlyLHX9gQn3EoFsfK0ls6hWPIrfWSQ5mT29DaG90UXd5THhtWnBH';
const session = {
  level: 'link' as const,
  csrf: 'q3V0c1hKb2dXbUZkTnBZa1RlUmhMdUFpU3hDdkJ6X28',
  endsAt: '2026-11-24T09:40:00.000Z',
  extensionsLeft: 10,
  language: 'de' as const,
  requestId: ids.request,
  helpPhone: '+49 461 5550100',
  timeZone: 'Europe/Berlin',
  notices: {
    imprint: 'https://notices.example.org/imprint',
    privacy: 'https://notices.example.org/privacy',
  },
  reference: 'E19B-52F3',
};

const recipient = { organisation: 'labor-sued', name: 'Labor Süd GmbH', country: 'Deutschland' };
const field = { code: 'value', label: 'Wert' };
const myConsent = {
  id: ids.consent,
  organisation: { name: 'Labor Süd GmbH' },
  recipients: [recipient],
  purpose: 'zu beurteilen, wie sich Ihre Laborwerte entwickeln',
  items: [{ category: 'health.lab', label: 'Laborwerte', fields: [field] }],
  reads: 'unlimited' as const,
  readsUsed: 0,
  timesRead: 2,
  lastReadAt: '2026-11-26T07:15:00.000Z',
  grantedAt: '2026-11-24T09:41:00.000Z',
  until: '2027-03-31T22:00:00.000Z',
  assurance: 'link+code' as const,
  state: 'active' as const,
  withdrawable: true,
  withdrawSentence: 'Labor Süd GmbH erhält ab sofort nichts mehr.',
  version: 1,
};
const records = [
  {
    category: 'health.lab',
    label: 'Laborwerte',
    date: '2026-10-12',
    fields: [
      { code: 'test', label: 'Untersuchung', type: 'string' as const, value: 'HbA1c' },
      { code: 'value', label: 'Wert', type: 'number' as const, value: 6.1 },
      { code: 'unit', label: 'Einheit', type: 'string' as const, value: '%' },
    ],
  },
];

/** What the individual's page sends and gets. */
export const individualExamples: Examples = {
  'link.renew': { body: { token }, answer: { sent: 'if-known' } },
  'session.open': { body: { token }, answer: session },
  'session.extend': { body: {}, answer: { ...session, extensionsLeft: 9 } },
  'code.send': { body: {}, answer: { sentTo: 'e…@example.org', endsAt: '2026-11-24T09:45:00.000Z' } },
  'code.verify': {
    body: { code: '402917' },
    answer: { ...session, level: 'confirmed', person: 'Erika Brandt', keeper: 'Praxis Nord' },
  },
  'request.decline': { body: {}, answer: { state: 'declined' } },
  'request.not-for-me': { body: {}, answer: { state: 'not-for-me' } },
  'request.preview': {
    body: { language: 'de' },
    answer: { records },
  },
  'request.decide': {
    body: {
      choice: 'grant',
      items: [{ category: 'health.lab', fields: ['test', 'value', 'unit'], explicit: true }],
      until: '2027-03-31T22:00:00Z',
      reads: 'unlimited',
      shownHash: ids.hash,
      language: 'de',
    },
    answer: {
      id: ids.request,
      state: 'granted',
      consentId: ids.consent,
      audit: { entry: ids.entry, leaf: ids.leaf },
    },
  },
  'my-consent.withdraw': {
    body: {},
    answer: { id: ids.consent, state: 'withdrawn', version: 2, audit: { entry: ids.entry, leaf: ids.leaf } },
  },
  'session.read': { answer: session },
  'arrival.read': {
    answer: {
      requestId: ids.request,
      state: 'pending',
      language: 'de',
      helpPhone: '+49 461 5550100',
      reference: 'E19B-52F3',
    },
  },
  'request.show': {
    answer: {
      id: ids.request,
      state: 'pending',
      lapsesAt: '2026-12-08T09:10:00.000Z',
      shown: {
        language: 'de',
        askSentence:
          'Labor Süd GmbH bittet Sie um Ihre Laborwerte, um zu beurteilen, wie sich Ihre Laborwerte entwickeln.',
        refuseSentence: 'Labor Süd GmbH erhält dann nichts.',
        narrowSentence: 'Sie können auch nur einen Teil erlauben.',
        withdrawSentence: 'Labor Süd GmbH erhält ab sofort nichts mehr.',
        organisation: {
          name: 'Labor Süd GmbH',
          country: 'Deutschland',
          contact: 'patienten@labor-sued.example.org',
        },
        purpose: {
          code: 'MedicalHealth',
          sentence: 'zu beurteilen, wie sich Ihre Laborwerte entwickeln',
        },
        items: [
          {
            category: 'health.lab',
            label: 'Laborwerte',
            plain: 'Ergebnisse Ihrer Blutuntersuchungen.',
            sensitivity: 'special',
            explicitStatement: 'Ich willige ausdrücklich ein, dass Labor Süd GmbH meine Laborwerte erhält.',
            explicitTemplate: 'Ich willige ausdrücklich ein, dass {recipients} meine Laborwerte erhält.',
            fields: [{ ...field, unit: '%', required: true }],
          },
        ],
        recipients: [recipient],
        reads: 'unlimited',
        until: '2027-03-31T22:00:00.000Z',
        controllers: [
          {
            name: 'Labor Süd GmbH',
            address: 'Lindwurmstraße 60, 80337 München',
            officer: 'Dr. Miriam Vogt, datenschutz@labor-sued.example.org',
          },
        ],
        legalBasis: 'Ihre ausdrückliche Einwilligung (Art. 6 und 9 DSGVO)',
        source: 'Praxis Nord hat die Daten bei Ihrer Behandlung erhoben.',
        keptByRecipients: 'Höchstens 90 Tage.',
        automatedDecisions: 'Nein.',
        inSight: [],
        afterNo: 'Ihre Behandlung bleibt unverändert.',
        rights: 'Sie können Ihre Erlaubnis jederzeit zurücknehmen.',
        authority: {
          name: 'Bayerisches Landesamt für Datenschutzaufsicht',
          address: 'Promenade 18, 91522 Ansbach',
        },
        saleOrSharing: 'Nein.',
      },
      shownHash: ids.hash,
      version: 1,
    },
  },
  'my-consent.list': { answer: { items: [myConsent] } },
  'my-consent.read': { answer: myConsent },
  'my-consent.receipt': { answer: statement('habeas consent record 1') },
  'withdrawal.read': {
    answer: {
      id: ids.consent,
      organisation: { name: 'Labor Süd GmbH' },
      recipients: [{ name: 'Labor Süd GmbH' }],
      state: 'active',
      grantedAt: '2026-11-24T09:41:00.000Z',
      withdrawable: true,
      withdrawSentence: 'Labor Süd GmbH erhält ab sofort nichts mehr.',
    },
  },
  'request.receipt': { answer: statement('habeas consent record 1') },
  'my-disclosure.list': {
    answer: {
      items: [
        {
          id: ids.disclosure,
          at: '2026-11-26T07:15:00.000Z',
          organisation: 'Labor Süd GmbH',
          staff: '7C2A',
          purpose: 'zu beurteilen, wie sich Ihre Laborwerte entwickeln',
          outcome: 'released',
          items: [{ label: 'Laborwerte', fields: ['Wert'] }],
        },
      ],
      exports: [
        {
          id: 'exp_4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c',
          at: '2026-12-10T09:00:00.000Z',
          scope: 'all',
          outcome: 'available',
          doneAt: '2026-12-10T09:30:00.000Z',
        },
      ],
    },
  },
  'my-contact.change': {
    body: { email: 'erika@example.org' },
    answer: { sentTo: 'e…@example.org', endsAt: '2026-11-24T09:45:00.000Z' },
  },
  'my-contact.confirm': {
    body: { code: '402917' },
    answer: { address: 'e…@example.org', quietUntil: '2026-11-27T09:20:00.000Z' },
  },
  'my-data.read': { answer: { records } },
  'my-refusal.list': {
    answer: {
      items: [
        {
          id: ids.request,
          organisation: { name: 'Labor Süd GmbH' },
          purpose: 'zu beurteilen, wie sich Ihre Laborwerte entwickeln',
          data: ['Laborwerte'],
          at: '2026-11-24T09:41:00.000Z',
          blockedUntil: '2027-05-24T09:41:00.000Z',
          confirmed: true,
        },
      ],
    },
  },
};
