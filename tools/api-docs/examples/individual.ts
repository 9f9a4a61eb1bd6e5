import { type Examples, ids } from './shape.ts';

const token = `${ids.tenant}.${ids.individual}.Zk9vQ2h0b1R3eUxtWnBHc0RqQnVWa1hlSWFOcVBfMDE`;
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
    answer: {
      records: [
        {
          category: 'health.lab',
          label: 'Laborwerte',
          date: '2026-10-12',
          fields: [
            { code: 'test', label: 'Untersuchung', type: 'string', value: 'HbA1c' },
            { code: 'value', label: 'Wert', type: 'number', value: 6.1 },
            { code: 'unit', label: 'Einheit', type: 'string', value: '%' },
          ],
        },
      ],
    },
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
};
