import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '../../../../lambdas/crypto/canonical.ts';
import type { ConsentEvent } from '../../../../lambdas/domain/consents/consent.ts';
import { consentRecord, type Refusal, refusalRecord } from '../../../../lambdas/domain/evidence/receipt.ts';
import { allItems, consent, event, notice, receiptTerms } from '../../../support/samples.ts';

const ends = fc.record({
  type: fc.constantFrom('withdrawn' as const, 'revoked' as const),
  actor: fc.constantFrom('individual' as const, 'admin' as const, 'operator' as const),
  channel: fc.constantFrom('page' as const, 'standing-link' as const, 'api' as const),
  reason: fc.constantFrom(undefined, 'purpose-ended', 'misuse', 'error', 'other'),
  contact: fc.record({
    setAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'),
    setBy: fc.constantFrom('tenant' as const, 'individual' as const),
  }),
  entry: fc.constantFrom('ent_1', 'ent_2'),
  leaf: fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32)),
});
const terms = receiptTerms();
const end = (over: Partial<ConsentEvent> = {}) =>
  event({ version: 2, type: 'withdrawn', at: '2026-11-24T10:00:00.000Z', ...over });
const text = (value: unknown) => new TextDecoder().decode(canonicalBytes(value));

const refusal: Refusal = {
  request: 'crq_1',
  individual: 'ind_1',
  organisation: 'labor-sued',
  purpose: 'MedicalHealth',
  notice: { id: 'ntc_1', version: 2, hash: 'cd'.repeat(32) },
  items: allItems,
  recipients: ['labor-sued'],
  at: '2026-11-24T10:00:00.000Z',
  shownHash: 'ef'.repeat(32),
  language: 'en',
  contact: { setAt: '2026-10-01T08:00:00.000Z', setBy: 'individual' },
};

describe('the receipt of an end, for recipients', () => {
  it('says that the consent ended and when, never how, by whom, from where or why', () => {
    expect(consentRecord(consent(), end(), terms, 'recipient').event).toEqual({
      event_time: '2026-11-24T10:00:00.000Z',
      event_type: 'ended',
      event_state: 'ended',
      entity_id: 'not-told',
      validity_duration: { from: '2026-11-20T10:00:00.000Z', to: '2026-11-24T10:00:00.000Z' },
    });
  });

  it('is the same bytes however it ended, so that nothing can be told from it', () => {
    const plain = text(consentRecord(consent(), end(), terms, 'recipient'));
    fc.assert(
      fc.property(ends, fc.constantFrom('withdrawn' as const, 'revoked' as const), (how, state) => {
        const ended = consent({ state, version: 2, events: [event(), end(how)] });
        expect(text(consentRecord(ended, end(how), terms, 'recipient'))).toBe(plain);
      }),
    );
  });

  it('says how only where the individual ticked so', () => {
    const told = consentRecord(consent(), end({ told: true, reason: 'other' }), terms, 'recipient').event;
    expect(told).toMatchObject({ event_type: 'withdrawn', actor: 'individual', reason: 'other' });
  });
});

describe('the receipt for everyone who may know all of it', () => {
  it('says who ended it, how and why', () => {
    const how = { type: 'revoked', actor: 'admin', channel: 'api', reason: 'misuse' } as const;
    expect(consentRecord(consent(), end(how), terms, 'full').event).toEqual({
      event_time: '2026-11-24T10:00:00.000Z',
      event_type: 'revoked',
      event_state: 'revoked',
      entity_id: 'tnt_1',
      actor: 'admin',
      channel: 'api',
      reason: 'misuse',
      validity_duration: { from: '2026-11-20T10:00:00.000Z', to: '2026-11-24T10:00:00.000Z' },
      address_set: { at: '2026-10-01T08:00:00.000Z', by: 'tenant' },
    });
  });

  it('of a grant says what, to whom, for what, until when, under which text, and how sure it is who decided', () => {
    const granted = consent({
      reads: { times: 3 },
      period: { from: '2026-01-01' },
      recipients: ['labor-sued', 'klinik-west'],
      previous: 'cns_0',
    });
    const record = consentRecord(granted, event(), terms, 'full');
    expect(record).toMatchObject({
      schema_version: 'ISO/IEC TS 27560:2023',
      record_id: 'cns_1#1',
      pii_principal_id: 'ind_1',
      request: 'crq_1',
      previous: 'cns_0',
      notice: {
        privacy_notice: 'ntc_1',
        version: 2,
        sha256: 'cd'.repeat(32),
        language: 'de',
        shown_sha256: 'ef'.repeat(32),
      },
      processing: [
        {
          purpose: 'https://w3id.org/dpv#MedicalHealth',
          lawful_basis: { article6: '6(1)(a)', article9: '9(2)(a)' },
          pii_information: [
            { pii_type: 'contact', attributes: ['name', 'street', 'city'] },
            { pii_type: 'health.lab', attributes: ['test', 'value', 'unit', 'note'] },
          ],
          recipient_third_parties: ['labor-sued', 'klinik-west'],
          data_from: { from: '2026-01-01' },
          reads: { times: 3 },
          until: '2026-12-24T10:00:00.000Z',
          retention_period: '90 Tage.',
          explicit_statements: [{ pii_type: 'health.lab', statement: 'I explicitly consent …' }],
        },
      ],
      party_identification: {
        requester: 'labor-sued',
        pii_controllers: ['labor-sued'],
        keeper: { id: 'tnt_1', name: 'Praxis Nord', country: 'DE' },
        parties: [
          { code: 'labor-sued', name: 'Labor Süd GmbH', address: 'Ring 1, 80331 München', country: 'DE' },
          { code: 'klinik-west', name: 'Klinik West' },
        ],
        authority_party: notice.authority,
      },
      event: {
        event_type: 'granted',
        event_state: 'active',
        validity_duration: { from: '2026-11-20T10:00:00.000Z', to: '2026-12-24T10:00:00.000Z' },
        consent_type: 'explicit',
        assurance: 'link+code',
        assurance_accepted: { at: '2026-11-03T10:00:00.000Z', reference: 'DSB-1' },
        address_set: { at: '2026-10-01T08:00:00.000Z', by: 'tenant' },
      },
    });
  });

  it('calls explicit only what was ticked with its explicit statement', () => {
    const plain = consentRecord(consent(), event(), receiptTerms({ explicit: [] }), 'full');
    expect(plain.event).toMatchObject({ consent_type: 'expressed' });
    expect(JSON.stringify(plain)).not.toContain('explicit');
  });

  it('of an end says since when it stood', () => {
    expect(consentRecord(consent(), end(), terms, 'full').event).toMatchObject({
      validity_duration: { from: '2026-11-20T10:00:00.000Z', to: '2026-11-24T10:00:00.000Z' },
    });
  });

  it('of a grant is the same for recipients', () => {
    const [full, recipient] = (['full', 'recipient'] as const).map((audience) =>
      text(consentRecord(consent(), event(), terms, audience)),
    );
    expect(recipient).toBe(full);
  });

  it('says nothing of an acceptance that no officer gave', () => {
    const { linkCodeAcceptance: _, ...strict } = notice;
    const { event: told } = consentRecord(consent(), event(), receiptTerms({ notice: strict }), 'full');
    expect(told).not.toHaveProperty('assurance_accepted');
  });

  it('is another record for every event of a consent', () => {
    const ids = [event(), end()].map((one) => consentRecord(consent(), one, terms, 'full').record_id);
    expect(ids).toEqual(['cns_1#1', 'cns_1#2']);
  });
});

describe('the receipt of a refusal', () => {
  it('says what was requested and shown, and that none of it was permitted', () => {
    expect(refusalRecord(refusal, terms)).toMatchObject({
      record_id: 'crq_1',
      notice: { language: 'en', shown_sha256: 'ef'.repeat(32) },
      processing: [
        { permitted: false, pii_information: [{ pii_type: 'contact' }, { pii_type: 'health.lab' }] },
      ],
      event: {
        event_type: 'refused',
        event_state: 'refused',
        actor: 'individual',
        address_set: { by: 'individual' },
      },
    });
  });

  it('grants nothing: no recipients, no end, no reads', () => {
    const { processing } = refusalRecord(refusal, receiptTerms({ explicit: [] })) as {
      processing: readonly object[];
    };
    expect(Object.keys(processing[0] ?? {}).sort()).toEqual([
      'jurisdiction',
      'lawful_basis',
      'permitted',
      'pii_information',
      'purpose',
      'retention_period',
      'storage_locations',
      'withdrawal_method',
    ]);
  });
});

/** What ISO/IEC TS 27560:2023 requires of a record, as the W3C group for the Data Privacy Vocabulary lists it. */
const mandatory = {
  record: ['schema_version', 'record_id', 'pii_principal_id', 'receipt_id'],
  notice: ['privacy_notice', 'language'],
  processing: [
    'purpose',
    'lawful_basis',
    'pii_information',
    'storage_locations',
    'retention_period',
    'jurisdiction',
    'withdrawal_method',
  ],
  parties: ['code', 'name', 'address', 'contact', 'type'],
  event: ['event_time', 'validity_duration', 'entity_id', 'event_type', 'event_state'],
};

describe('every receipt', () => {
  it('has whatever the standard that it names requires, for every event and every reader', () => {
    const revoked = end({ type: 'revoked', actor: 'operator', channel: 'api' });
    const records = [
      refusalRecord(refusal, terms),
      ...(['full', 'recipient'] as const).flatMap((audience) =>
        [event(), end(), revoked].map((one) => consentRecord(consent(), one, terms, audience)),
      ),
    ];
    const party = expect.objectContaining(given(mandatory.parties));
    for (const record of records)
      expect(record).toMatchObject({
        ...given(mandatory.record),
        notice: given(mandatory.notice),
        processing: [given(mandatory.processing)],
        party_identification: {
          ...given(['requester', 'pii_controllers', 'authority_party']),
          parties: [party],
        },
        event: given(mandatory.event),
      });
  });

  it('is JSON with nothing undefined in it, so that it hashes as it is stored', () => {
    const holes = (value: unknown): boolean =>
      value === undefined ||
      (typeof value === 'object' && value !== null && Object.values(value).some(holes));
    for (const audience of ['full', 'recipient'] as const)
      for (const one of [event(), end(), end({ told: true })])
        expect(holes(consentRecord(consent(), one, terms, audience))).toBe(false);
  });
});

const given = (members: readonly string[]) =>
  Object.fromEntries(members.map((member) => [member, expect.anything()]));
