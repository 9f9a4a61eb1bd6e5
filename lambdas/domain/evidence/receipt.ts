import type { Notice } from '../catalogue/notice.ts';
import type { Organisation } from '../catalogue/organisation.ts';
import type { Consent, ConsentEvent, ContactProvenance } from '../consents/consent.ts';
import type { Language } from '../values.ts';
import { textIn } from '../wording/plain.ts';
import type { ExplicitStatement } from '../wording/shown.ts';
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
  /** Who would have received. */
  readonly recipients: readonly string[];
  readonly at: string;
  readonly shownHash: string;
  readonly language: Language;
  readonly contact: ContactProvenance;
}

/** What a receipt says beside the decision itself, as it was when it was shown. */
export interface ReceiptTerms {
  /** The parts of the notice that it contains; its full text is identified by its hash. */
  readonly notice: Pick<
    Notice,
    'legalBasis' | 'controllers' | 'authority' | 'keptByRecipients' | 'linkCodeAcceptance'
  >;
  /** The tenant, who keeps the data. */
  readonly keeper: { readonly id: string; readonly name: string; readonly country: string };
  /** Where the keeper stores it: `aws:` and the region. */
  readonly storage: string;
  readonly organisations: Readonly<Record<string, Organisation | undefined>>;
  /** The explicit statements that were ticked. */
  readonly explicit: readonly ExplicitStatement[];
}

const standard = 'ISO/IEC TS 27560:2023';

/**
 * The consent record as of one of its events, in the shape of ISO/IEC TS 27560: record header, notice,
 * processing, parties, event. It names organisations, and the individual by id alone, without a value of theirs.
 */
export function consentRecord(
  consent: Consent,
  event: ConsentEvent,
  terms: ReceiptTerms,
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
        until: consent.until,
      },
    ],
    party_identification: partiesOf(consent, consent.recipients, terms),
    event:
      audience === 'recipient' && event.type !== 'granted' && !event.told
        ? endOf(consent, event)
        : eventOf(consent, event, terms),
  };
}

/** The record of a refusal: what was requested and shown, and that none of it was permitted. */
export function refusalRecord(refusal: Refusal, terms: ReceiptTerms): Record<string, unknown> {
  return {
    ...header(refusal.request, refusal.individual),
    request: refusal.request,
    notice: noticeOf(refusal),
    processing: [{ ...processingOf(refusal, terms, refusal.items), permitted: false }],
    party_identification: partiesOf(refusal, refusal.recipients, terms),
    event: {
      event_time: refusal.at,
      event_type: 'refused',
      event_state: 'refused',
      validity_duration: { from: refusal.at, to: refusal.at },
      entity_id: refusal.individual,
      actor: 'individual',
      channel: 'page',
      assurance: 'link+code',
      address_set: { at: refusal.contact.setAt, by: refusal.contact.setBy },
    },
  };
}

const states = { granted: 'active', withdrawn: 'withdrawn', revoked: 'revoked' } as const;

function eventOf(consent: Consent, event: ConsentEvent, terms: ReceiptTerms): Record<string, unknown> {
  const { linkCodeAcceptance: accepted } = terms.notice;
  return {
    event_time: event.at,
    event_type: event.type,
    event_state: states[event.type],
    entity_id: { individual: consent.individual, admin: terms.keeper.id, operator: 'operator' }[event.actor],
    actor: event.actor,
    channel: event.channel,
    ...(event.reason !== undefined && { reason: event.reason }),
    validity_duration: { from: consent.grantedAt, to: event.type === 'granted' ? consent.until : event.at },
    ...(event.type === 'granted' && {
      consent_type: terms.explicit.length > 0 ? 'explicit' : 'expressed',
      assurance: consent.assurance,
      ...(accepted && { assurance_accepted: { at: accepted.at, reference: accepted.reference } }),
    }),
    address_set: { at: event.contact.setAt, by: event.contact.setBy },
  };
}

/** An end as recipients learn it: that it ended and when, never who ended it or how. */
const endOf = ({ grantedAt }: Consent, { at }: ConsentEvent) => ({
  event_time: at,
  event_type: 'ended',
  event_state: 'ended',
  entity_id: 'not-told',
  validity_duration: { from: grantedAt, to: at },
});

const header = (recordId: string, individual: string) => ({
  format: recordFormats['consent-receipt'],
  schema_version: standard,
  record_id: recordId,
  receipt_id: recordId,
  pii_principal_id: individual,
});

const noticeOf = (shown: Pick<Consent, 'notice' | 'shownHash' | 'language'>) => ({
  privacy_notice: shown.notice.id,
  version: shown.notice.version,
  sha256: shown.notice.hash,
  language: shown.language,
  shown_sha256: shown.shownHash,
});

const processingOf = (
  of: Pick<Consent, 'purpose' | 'language'>,
  { notice, explicit, keeper, storage }: ReceiptTerms,
  items: Consent['items'],
) => ({
  purpose: `https://w3id.org/dpv#${of.purpose}`,
  lawful_basis: notice.legalBasis,
  pii_information: items.map(({ category, fields }) => ({ pii_type: category, attributes: fields })),
  ...(explicit.length > 0 && {
    explicit_statements: explicit.map(({ category, statement }) => ({ pii_type: category, statement })),
  }),
  storage_locations: [storage],
  jurisdiction: keeper.country,
  retention_period: textIn(notice.keptByRecipients, of.language),
  withdrawal_method: 'the standing link of each receipt mail, or the page',
});

/** Codes by role, and who stands behind each: what a stranger needs to know of them. */
const partiesOf = (
  { organisation }: { readonly organisation: string },
  recipients: readonly string[],
  { notice, keeper, organisations }: ReceiptTerms,
) => ({
  requester: organisation,
  pii_controllers: notice.controllers,
  keeper,
  parties: [...new Set([organisation, ...recipients, ...notice.controllers])].map((code) =>
    partyOf(code, organisations[code]),
  ),
  authority_party: notice.authority,
});

function partyOf(code: string, known: Organisation | undefined) {
  if (!known) return { code };
  const { legalName, contact, officer, country, role, safeguard } = known;
  const { address, ...reached } = contact;
  return {
    code,
    type: 'organisation',
    name: legalName,
    address,
    contact: { ...reached, officer: officer.contact },
    country,
    role,
    ...(safeguard && { safeguard }),
  };
}
