import { type Consent, consentStateAt } from '../consents/consent.ts';
import { without } from '../requests/items.ts';
import type { NamedItem, Period } from '../requests/request.ts';

/** What a requester wants to read; without fields, all fields of the consent's own request. */
export interface Wanted {
  readonly purpose: string;
  readonly categories: readonly string[];
  readonly fields?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly period?: Period | undefined;
}

/** A consent as read for a decision, with the reads counted so far. */
export interface Candidate {
  readonly consent: Consent;
  readonly used: number;
}

/** Everything that a decision depends on. */
export interface Facts {
  /** The caller's organisation, from their membership, never from the request. */
  readonly organisation: string | undefined;
  /** Undefined when the individual does not exist here, or their keys are gone. */
  readonly individual: { readonly state: string } | undefined;
  readonly candidates: readonly Candidate[];
  /** The consent whose use was already counted for an earlier page of the same read. */
  readonly continued?: string | undefined;
  readonly now: string;
}

export interface Withheld {
  readonly category: string;
  readonly fields: readonly string[];
  readonly reason: 'not-in-consent' | 'outside-period';
}

export interface Release {
  readonly kind: 'release';
  readonly consent: Consent;
  /** Fields that may leave, by category. */
  readonly released: readonly NamedItem[];
  /** What was requested but not consented to; it does not reveal whether data exist. */
  readonly withheld: readonly Withheld[];
  /** The days that records may be of; both included, open where left out. */
  readonly period: Period;
}

/** Why nothing is released. Callers learn only whether a consent of theirs has ended; the log keeps the reason. */
export interface Refused {
  readonly kind: 'refuse';
  readonly reason:
    | 'no-organisation'
    | 'no-individual'
    | 'restricted'
    | 'never-consented'
    | 'withdrawn'
    | 'revoked'
    | 'expired'
    | 'exhausted'
    | 'superseded'
    | 'nothing-covered'
    | 'outside-period';
  /** A consent for this had been given to the caller's organisation. */
  readonly ended: boolean;
}

const refused = (reason: Refused['reason'], ended = false): Refused => ({ kind: 'refuse', reason, ended });

/**
 * Decides whether anything is released, and exactly what. Of the live consents of the caller's organisation for this
 * purpose, the newest that covers everything requested decides; if none does, the newest one. Consents are never
 * combined. Expiry and exhaustion are computed here.
 */
export function decide(wanted: Wanted, facts: Facts): Release | Refused {
  const { organisation, individual, now } = facts;
  if (organisation === undefined) return refused('no-organisation');
  if (!individual) return refused('no-individual');
  const own = facts.candidates
    .filter(({ consent }) => consent.recipients.includes(organisation) && consent.purpose === wanted.purpose)
    .sort((a, b) => (a.consent.grantedAt < b.consent.grantedAt ? 1 : -1));
  const ended = own.some(({ consent }) => consent.organisation === organisation);
  if (individual.state !== 'active') return refused('restricted', ended);
  const [newest] = own;
  if (!newest) return refused('never-consented');
  const live = own.filter((one) => stateOf(one, facts) === 'active').map(({ consent }) => consent);
  const consent = live.find((one) => coversAll(one, wanted)) ?? live[0];
  if (!consent) {
    const state = stateOf(newest, facts);
    return refused(state === 'active' ? 'never-consented' : state, ended);
  }
  return releaseUnder(consent, wanted);

  function stateOf(one: Candidate, { continued }: Facts) {
    const counted = one.consent.id === continued ? one.used - 1 : one.used;
    return consentStateAt(one.consent, counted, now);
  }
}

/** The requested items with every field named; without fields, those of the consent's own request. */
function itemsWanted(consent: Consent, wanted: Wanted): NamedItem[] {
  return wanted.categories.map((category) => ({
    category,
    fields: [
      ...new Set(
        wanted.fields?.[category] ?? consent.asked.find((one) => one.category === category)?.fields ?? [],
      ),
    ],
  }));
}

function coversAll(consent: Consent, wanted: Wanted): boolean {
  const items = itemsWanted(consent, wanted);
  return items.every(({ fields }) => fields.length > 0) && without(items, consent.items).length === 0;
}

function releaseUnder(consent: Consent, wanted: Wanted): Release | Refused {
  const items = itemsWanted(consent, wanted);
  const missing = without(items, consent.items);
  const released = without(items, missing).filter(({ fields }) => fields.length > 0);
  if (released.length === 0) return refused('nothing-covered');
  const period = meet(consent.period, wanted.period);
  if (!period) return refused('outside-period');
  const unknown = items.filter(({ fields }) => fields.length === 0);
  return {
    kind: 'release',
    consent,
    released,
    withheld: [
      ...[...missing, ...unknown].map((item): Withheld => ({ ...item, reason: 'not-in-consent' })),
      ...(reachesBeyond(consent.period, wanted.period)
        ? released.map((item): Withheld => ({ ...item, reason: 'outside-period' }))
        : []),
    ],
    period,
  };
}

/** The days in both periods; undefined when there are none. */
function meet(a: Period = {}, b: Period = {}): Period | undefined {
  const from = [a.from, b.from]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  const to = [a.to, b.to].filter((day) => day !== undefined).sort()[0];
  if (from !== undefined && to !== undefined && from > to) return undefined;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/**
 * Whether the requested period extends beyond the consented one, so that some days are withheld; no period is all days.
 */
function reachesBeyond(consented: Period = {}, wanted: Period = {}): boolean {
  return (
    (consented.from !== undefined && (wanted.from === undefined || wanted.from < consented.from)) ||
    (consented.to !== undefined && (wanted.to === undefined || wanted.to > consented.to))
  );
}

/** Whether a record of this day may be released under a period. */
export function within(period: Period, day: string): boolean {
  return (period.from === undefined || period.from <= day) && (period.to === undefined || day <= period.to);
}
