import { cursor, type Examples, ids, statement } from './shape.ts';

const tenant = {
  id: ids.tenant,
  name: 'Praxis Nord',
  state: 'open' as const,
  country: 'DE',
  timeZone: 'Europe/Berlin',
  createdAt: '2026-11-02T08:30:00.000Z',
  version: 2,
};
const profile = {
  sender: 'Nachricht Ihrer Praxis',
  imprint: 'https://notices.example.org/imprint',
  privacy: 'https://notices.example.org/privacy',
};
const member = {
  id: ids.member,
  roles: ['requester' as const],
  organisation: 'labor-sued',
  rights: [],
  name: 'Laborsystem Süd',
  email: 'it@labor-sued.example.org',
  since: '2026-11-02T09:05:00.000Z',
  version: 1,
};

const hold = {
  reason: 'Claim for damages',
  authority: 'Landgericht Kiel, 4 O 311/26',
  until: '2027-06-30T22:00:00.000Z',
};

/** Contracts, legal holds and members. */
export const tenantExamples: Examples = {
  'health.read': { answer: { status: 'ok', version: '0.1.0' } },
  'tenant.create': {
    body: {
      name: 'Praxis Nord',
      country: 'DE',
      timeZone: 'Europe/Berlin',
      languages: ['de', 'en'],
      helpPhone: '+49 461 5550100',
      firstAdmin: { subject: '4k2vq8n1m7c5d3s9a6f0h2j4l8' },
    },
    answer: { id: ids.tenant, state: 'provisioning', version: 1 },
  },
  'profile.read': { answer: { ...profile, version: 3 } },
  'profile.set': { body: profile, answer: { ...profile, version: 3 } },
  'tenant.list': { answer: { items: [tenant] } },
  'tenant.read': { answer: tenant },
  'retention.list': {
    answer: {
      items: [
        {
          tenant: ids.tenant,
          name: 'Praxis Nord',
          state: 'removing',
          epoch: 2,
          endsAt: '2026-12-01T09:00:00.000Z',
          purgeAt: '2026-12-31T23:00:00.000Z',
          step: 'purge.sweep',
          since: '2027-01-01T02:17:40.000Z',
          done: 41_250,
          of: 98_304,
          attempt: 2,
          until: '2027-01-01T03:17:40.000Z',
          fault: { code: 'TimeoutError', at: '2027-01-01T02:19:02.000Z', tries: 1 },
          execution: `${ids.tenant}-2-2`,
          blockedBy: [],
        },
      ],
      next: cursor,
    },
  },
  'retention.read': {
    answer: {
      step: 'retention.probe',
      since: '2026-12-05T09:00:01.000Z',
      attempt: 1,
      until: '2026-12-06T10:00:01.000Z',
      next: '2026-12-06T09:00:01.000Z',
      execution: `${ids.tenant}-1-1`,
      blockedBy: [{ by: 'window', until: '2027-01-01T02:12:09.000Z' }],
      state: 'retrieval',
      epoch: 1,
      endedAt: '2026-12-01T09:00:00.000Z',
      purgeAt: '2026-12-31T23:00:00.000Z',
      schedule: statement('habeas retention schedule 1'),
      attestations: [],
    },
  },
  'termination.set': {
    body: { reason: 'customer-request' },
    answer: {
      state: 'retrieval',
      epoch: 1,
      pendingConfirmation: false,
      endsAt: '2026-12-01T09:00:00.000Z',
      purgeAt: '2026-12-31T23:00:00.000Z',
    },
  },
  'termination.confirm': {
    body: { endsAt: '2026-12-01T09:00:00.000Z' },
    answer: {
      state: 'retrieval',
      epoch: 1,
      endsAt: '2026-12-01T09:00:00.000Z',
      purgeAt: '2026-12-31T23:00:00.000Z',
    },
  },
  'termination.undo': { answer: { state: 'open', epoch: 2 } },
  'hold.set': {
    body: hold,
    answer: { scope: 'tenant', ...hold, setAt: '2026-12-03T14:20:00.000Z', version: 1 },
  },
  'individual-hold.set': {
    body: hold,
    answer: {
      scope: 'individual',
      individual: ids.individual,
      ...hold,
      setAt: '2026-12-03T14:20:00.000Z',
      version: 1,
    },
  },
  'individual-hold.release': { answer: { until: hold.until, pendingConfirmation: true } },
  'individual-hold.release-confirm': {
    body: { until: hold.until },
    answer: { until: '2027-02-02T09:00:00.000Z', pendingConfirmation: false },
  },
  'hold.list': {
    answer: {
      items: [
        {
          scope: 'tenant',
          ...hold,
          setAt: '2026-12-03T14:20:00.000Z',
          version: 1,
          release: { requestedBy: ids.member, requestedAt: '2027-02-01T08:00:00.000Z' },
        },
      ],
    },
  },
  'hold.release': { answer: { until: hold.until, pendingConfirmation: true } },
  'hold.release-confirm': {
    body: { until: hold.until },
    answer: { until: '2027-02-02T09:00:00.000Z', pendingConfirmation: false },
  },
  'member.set': {
    body: {
      principal: { subject: '7f3k9m2p5r8t1v4x6z0b2d5g8j' },
      roles: ['requester'],
      organisation: 'labor-sued',
      name: 'Laborsystem Süd',
      email: 'it@labor-sued.example.org',
    },
    answer: { id: ids.member, version: 1 },
  },
  'member.list': { answer: { items: [member], next: cursor } },
  'member.read': { answer: member },
};
