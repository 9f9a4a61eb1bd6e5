import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consent } from '../../../../lambdas/domain/consents/consent.ts';
import {
  type Candidate,
  decide,
  type Facts,
  type Wanted,
  within,
} from '../../../../lambdas/domain/disclosure/disclosure.ts';

const now = '2026-11-24T10:00:00.000Z';
const labFields = ['test', 'value', 'unit', 'note'];

const consent = (over: Partial<Consent> = {}): Consent => ({
  id: 'cns_1',
  individual: 'ind_1',
  request: 'crq_1',
  organisation: 'labor-sued',
  recipients: ['labor-sued'],
  purpose: 'MedicalHealth',
  notice: { id: 'ntc_1', version: 1, hash: 'h' },
  versions: { organisations: { 'labor-sued': 1 }, categories: { contact: 1, 'health.lab': 1 } },
  items: [{ category: 'health.lab', fields: labFields }],
  asked: [{ category: 'health.lab', fields: labFields }],
  reads: 'unlimited',
  grantedAt: '2026-11-20T10:00:00.000Z',
  until: '2026-12-24T10:00:00.000Z',
  assurance: 'link+code',
  shownHash: 's',
  language: 'de',
  events: [],
  state: 'active',
  version: 1,
  ...over,
});
const candidate = (over: Partial<Consent> = {}, used = 0): Candidate => ({ consent: consent(over), used });
const facts = (candidates: readonly Candidate[], over: Partial<Facts> = {}): Facts => ({
  organisation: 'labor-sued',
  individual: { state: 'active' },
  candidates,
  now,
  ...over,
});
const wanted: Wanted = { purpose: 'MedicalHealth', categories: ['health.lab'] };

describe('nothing is released', () => {
  it.each([
    [
      'to a member without an organisation',
      facts([candidate()], { organisation: undefined }),
      'no-organisation',
    ],
    ['of somebody who is not there', facts([candidate()], { individual: undefined }), 'no-individual'],
    [
      'of a restricted individual',
      facts([candidate()], { individual: { state: 'restricted' } }),
      'restricted',
    ],
    [
      'of an individual being erased',
      facts([candidate()], { individual: { state: 'erasing' } }),
      'restricted',
    ],
    ['without any consent', facts([]), 'never-consented'],
    ['under a withdrawn consent', facts([candidate({ state: 'withdrawn' })]), 'withdrawn'],
    ['under a revoked consent', facts([candidate({ state: 'revoked' })]), 'revoked'],
    ['at the very instant of expiry', facts([candidate({ until: now })]), 'expired'],
    ['after the only read', facts([candidate({ reads: 'once' }, 1)]), 'exhausted'],
    ['after the last of several reads', facts([candidate({ reads: { times: 3 } }, 3)]), 'exhausted'],
    [
      'to an organisation that is no recipient',
      facts([candidate({ recipients: ['praxis'] })]),
      'never-consented',
    ],
    ['for another purpose', facts([candidate({ purpose: 'Payment' })]), 'never-consented'],
    [
      'of categories outside the consent',
      facts([candidate({ items: [{ category: 'contact', fields: ['name'] }] })]),
      'nothing-covered',
    ],
  ] as const)('%s', (_, given, reason) => {
    expect(decide(wanted, given)).toMatchObject({ kind: 'refuse', reason });
  });

  it('of days outside the consented period', () => {
    const given = facts([candidate({ period: { from: '2026-01-01', to: '2026-06-30' } })]);
    expect(decide({ ...wanted, period: { from: '2026-07-01' } }, given)).toMatchObject({
      kind: 'refuse',
      reason: 'outside-period',
    });
  });
});

describe('an ended consent is told', () => {
  it('to the organisation that had requested it, and to nobody else', () => {
    const withdrawn = candidate({ state: 'withdrawn', recipients: ['labor-sued', 'institut'] });
    expect(decide(wanted, facts([withdrawn]))).toMatchObject({ ended: true });
    expect(decide(wanted, facts([withdrawn], { organisation: 'institut' }))).toMatchObject({ ended: false });
    expect(decide(wanted, facts([]))).toMatchObject({ ended: false });
  });
});

describe('a release', () => {
  it('holds the consented fields only, and names the others as withheld', () => {
    const given = facts([
      candidate({ items: [{ category: 'health.lab', fields: ['test', 'value', 'unit'] }] }),
    ]);
    expect(decide(wanted, given)).toMatchObject({
      kind: 'release',
      released: [{ category: 'health.lab', fields: ['test', 'value', 'unit'] }],
      withheld: [{ category: 'health.lab', fields: ['note'], reason: 'not-in-consent' }],
    });
  });

  it('goes by the newest live consent that covers everything, before a newer one that does not', () => {
    const older = candidate({ id: 'cns_old', grantedAt: '2026-11-01T00:00:00.000Z' });
    const newer = candidate({
      id: 'cns_new',
      grantedAt: '2026-11-22T00:00:00.000Z',
      items: [{ category: 'health.lab', fields: ['test'] }],
    });
    const decided = decide(wanted, facts([older, newer]));
    expect(decided.kind === 'release' && decided.consent.id).toBe('cns_old');
  });

  it('never joins two consents', () => {
    const one = candidate({ id: 'a', items: [{ category: 'health.lab', fields: ['test'] }] });
    const two = candidate({ id: 'b', items: [{ category: 'health.lab', fields: ['value'] }] });
    const decided = decide(wanted, facts([one, two]));
    expect(decided.kind === 'release' && decided.released[0]?.fields).toHaveLength(1);
  });

  it('goes on over its pages though its one read is used, and only for that consent', () => {
    const once = candidate({ reads: 'once' }, 1);
    expect(decide(wanted, facts([once], { continued: 'cns_1' }))).toMatchObject({ kind: 'release' });
    expect(decide(wanted, facts([once], { continued: 'cns_2' }))).toMatchObject({ kind: 'refuse' });
  });

  it('covers the days in both periods, and says what lies outside', () => {
    const given = facts([candidate({ period: { from: '2026-03-01', to: '2026-06-30' } })]);
    expect(decide({ ...wanted, period: { from: '2026-01-01', to: '2026-04-30' } }, given)).toMatchObject({
      period: { from: '2026-03-01', to: '2026-04-30' },
      withheld: [{ category: 'health.lab', reason: 'outside-period' }],
    });
  });

  it('says that days outside the consented ones are withheld from a read that names none', () => {
    const given = facts([candidate({ period: { from: '2026-03-01' } })]);
    expect(decide(wanted, given)).toMatchObject({
      period: { from: '2026-03-01' },
      withheld: [{ category: 'health.lab', reason: 'outside-period' }],
    });
  });

  it('includes both ends of a period', () => {
    const period = { from: '2026-03-01', to: '2026-04-30' };
    const days = ['2026-02-28', '2026-03-01', '2026-04-30', '2026-05-01'];
    expect(days.map((day) => within(period, day))).toEqual([false, true, true, false]);
  });
});

const fieldSet = fc.uniqueArray(fc.constantFrom(...labFields), { minLength: 1 });
const arbitraryConsent = fc.record({
  items: fieldSet.map((fields) => [{ category: 'health.lab', fields }]),
  state: fc.constantFrom('active', 'withdrawn', 'revoked', 'superseded'),
  until: fc.constantFrom('2026-11-23T10:00:00.000Z', '2026-12-24T10:00:00.000Z'),
  organisation: fc.constantFrom('labor-sued', 'institut'),
  used: fc.nat(3),
  reads: fc.constantFrom('once', 'unlimited', { times: 2 }),
} as const);

describe('whatever consents there are', () => {
  it('every released field is in one live consent of the caller’s organisation, and requested = released + withheld', () => {
    fc.assert(
      fc.property(fc.array(arbitraryConsent, { maxLength: 5 }), fieldSet, (list, fields) => {
        const candidates = list.map(({ used, organisation, reads, ...rest }, i) =>
          candidate(
            {
              ...rest,
              reads: reads as Consent['reads'],
              id: `cns_${i}`,
              organisation,
              recipients: [organisation],
            },
            used,
          ),
        );
        const decided = decide({ ...wanted, fields: { 'health.lab': fields } }, facts(candidates));
        if (decided.kind === 'refuse') return;
        const source = candidates.find(({ consent }) => consent.id === decided.consent.id);
        expect(source?.consent).toMatchObject({ state: 'active', recipients: ['labor-sued'] });
        expect(source && source.consent.until > now).toBe(true);
        const released = decided.released.flatMap((item) => item.fields);
        const held = decided.withheld.flatMap((item) => item.fields);
        const allowed = source?.consent.items[0]?.fields ?? [];
        expect(released.every((field) => allowed.includes(field) && fields.includes(field))).toBe(true);
        expect([...released, ...held].sort()).toEqual([...fields].sort());
      }),
    );
  });
});
