import type { Notice } from '../catalogue/notice.ts';
import type { Consent, ConsentEvent, ContactProvenance } from '../consents/consent.ts';
import type { Language } from '../values.ts';
import { recordFormats } from './statement.ts';

/** Who reads a receipt: someone who may know all of it, or a recipient, who learns that a consent ended, not how. */
export type Audience = 'full' | 'recipient';

/** A refusal, as its receipt states it. */
export interface Refusal {
  readonly request: string;
  readonly individual: string;
  readonly organisation: string;
  readonly purpose: string;
  readonly notice: Consent['notice'];
  readonly items: Consent['items'];
  readonly at: string;
  readonly shownHash: string;
  readonly language: Language;
  readonly contact: ContactProvenance;
}

/** The parts of a notice that a receipt contains; its full text is identified by its hash. */
export type NoticeTerms = Pick<Notice, 'legalBasis' | 'controllers' | 'authority' | 'linkCodeAcceptance'>;

const standard = 'ISO/IEC TS 27560:2023';

/**
 * The consent record as of one of its events, in the shape of ISO/IEC TS 27560: record header, notice,
 * processing, parties, event. It holds codes and ids, never a name or a value of the individual.
 */
export function consentRecord(
  consent: Consent,
  event: ConsentEvent,
  terms: NoticeTerms,
  audience: Audience,
): Record<string, unknown> {
  return {
    ...header(`${consent.id}#${event.version}`, consent.individual),
    request: consent.request,
    ...(consent.previous !== undefined && { previous: consent.previous }),
    notice: noticeOf(consent),
    processing: [
      {
        ...processingOf(consent, terms, consent.items),
        recipient_third_parties: consent.recipients,
        ...(consent.period && { data_from: consent.period }),
        reads: consent.reads,
        retention_period: { until: consent.until },
      },
    ],
    party_identification: partiesOf(consent.organisation, terms),
    event:
      audience === 'recipient' && event.type !== 'granted' && !event.told
        ? { event_time: event.at, event_type: 'ended', event_state: 'ended' }
        : eventOf(consent, event, terms),
  };
}

/** The record of a refusal: what was requested and shown, and that none of it was permitted. */
export function refusalRecord(refusal: Refusal, terms: NoticeTerms): Record<string, unknown> {
  return {
    ...header(refusal.request, refusal.individual),
    request: refusal.request,
    notice: noticeOf(refusal),
    processing: [{ ...processingOf(refusal, terms, refusal.items), permitted: false }],
    party_identification: partiesOf(refusal.organisation, terms),
    event: {
      event_time: refusal.at,
      event_type: 'refused',
      event_state: 'refused',
      entity_id: refusal.individual,
      actor: 'individual',
      channel: 'page',
      assurance: 'link+code',
      address_set: { at: refusal.contact.setAt, by: refusal.contact.setBy },
    },
  };
}

const states = { granted: 'active', withdrawn: 'withdrawn', revoked: 'revoked' } as const;

function eventOf(consent: Consent, event: ConsentEvent, terms: NoticeTerms): Record<string, unknown> {
  const { linkCodeAcceptance: accepted } = terms;
  return {
    event_time: event.at,
    event_type: event.type,
    event_state: states[event.type],
    entity_id: event.actor === 'individual' ? consent.individual : event.actor,
    actor: event.actor,
    channel: event.channel,
    ...(event.reason !== undefined && { reason: event.reason }),
    ...(event.type === 'granted' && {
      validity_duration: { from: event.at, to: consent.until },
      consent_type: 'explicit',
      assurance: consent.assurance,
      ...(accepted && { assurance_accepted: { at: accepted.at, reference: accepted.reference } }),
    }),
    address_set: { at: event.contact.setAt, by: event.contact.setBy },
  };
}

const header = (recordId: string, individual: string) => ({
  format: recordFormats['consent-receipt'],
  schema_version: standard,
  record_id: recordId,
  pii_principal_id: individual,
});

const noticeOf = (shown: Pick<Consent, 'notice' | 'shownHash' | 'language'>) => ({
  privacy_notice: shown.notice.id,
  version: shown.notice.version,
  sha256: shown.notice.hash,
  language: shown.language,
  shown_sha256: shown.shownHash,
});

const processingOf = (of: Pick<Consent, 'purpose'>, terms: NoticeTerms, items: Consent['items']) => ({
  purpose: `https://w3id.org/dpv#${of.purpose}`,
  lawful_basis: terms.legalBasis,
  pii_information: items.map(({ category, fields }) => ({ pii_type: category, attributes: fields })),
  withdrawal_method: 'the standing link of each receipt mail, or the page',
});

const partiesOf = (organisation: string, terms: NoticeTerms) => ({
  requester: organisation,
  pii_controllers: terms.controllers,
  authority_party: terms.authority.name,
});
