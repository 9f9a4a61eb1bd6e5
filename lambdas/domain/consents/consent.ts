import type { Assurance } from '../catalogue/category.ts';
import { isPast } from '../instant.ts';
import type { NamedItem, Period, Reads } from '../requests/request.ts';
import type { Language } from '../values.ts';

export const requestStates = ['pending', 'granted', 'refused', 'lapsed', 'cancelled'] as const;
export type RequestState = (typeof requestStates)[number];

export const consentStates = [
  'active',
  'withdrawn',
  'revoked',
  'expired',
  'exhausted',
  'superseded',
] as const;
export type ConsentState = (typeof consentStates)[number];

/** Something that happened to a consent, as its receipt tells it. */
export interface ConsentEvent {
  readonly version: number;
  readonly type: 'granted' | 'withdrawn' | 'revoked';
  readonly at: string;
  /** Its audit entry, and that entry's leaf hash in hex. */
  readonly entry: string;
  readonly leaf: string;
  readonly actor: 'individual' | 'admin' | 'operator';
  readonly channel: 'page' | 'standing-link' | 'api';
  /** Whether recipients may learn who ended it: only if the individual ticked so. */
  readonly told: boolean;
  readonly reason?: string | undefined;
  readonly contact: ContactProvenance;
}

/** Since when and by whom the address stands that proved who decided. */
export interface ContactProvenance {
  readonly setAt: string;
  readonly setBy: 'tenant' | 'individual';
}

/** A consent as it is stored; `state` is what was last written, `consentStateAt` is what counts. */
export interface Consent {
  readonly id: string;
  readonly individual: string;
  readonly request: string;
  readonly organisation: string;
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly notice: { readonly id: string; readonly version: number; readonly hash: string };
  readonly items: readonly NamedItem[];
  /** What the request had asked for: withheld is asked minus consented. */
  readonly asked: readonly NamedItem[];
  readonly period?: Period | undefined;
  readonly reads: Reads;
  readonly grantedAt: string;
  readonly until: string;
  readonly assurance: Assurance;
  /** SHA-256 in hex of what was shown, and the language it was shown in. */
  readonly shownHash: string;
  readonly language: Language;
  /** The consent of the same organisation and purpose before this one, if there was one. */
  readonly previous?: string | undefined;
  /** What happened to it so far, oldest first; one for each version. */
  readonly events: readonly ConsentEvent[];
  readonly state: ConsentState;
  readonly version: number;
}

/** How many reads a consent allows; undefined is unlimited. */
export function allowedReads(reads: Reads): number | undefined {
  if (reads === 'unlimited') return undefined;
  return reads === 'once' ? 1 : reads.times;
}

/** The state that counts at `now`: expiry and exhaustion are computed at each use, never read from a job. */
export function consentStateAt(consent: Consent, used: number, now: string): ConsentState {
  if (consent.state !== 'active') return consent.state;
  if (isPast(consent.until, now)) return 'expired';
  const allowed = allowedReads(consent.reads);
  return allowed === undefined || used < allowed ? 'active' : 'exhausted';
}

/** Marks that the individual may leave on a pending request before the code; either can still be changed. */
export type ProvisionalMark = 'declined' | 'not-for-me';

/** The state of a request that counts at `now`: one left open lapses by itself, one declined is refused then. */
export function requestStateAt(
  request: {
    readonly state: RequestState;
    readonly lapsesAt: string;
    readonly provisional?: ProvisionalMark | undefined;
  },
  now: string,
): RequestState {
  if (request.state !== 'pending' || !isPast(request.lapsesAt, now)) return request.state;
  return request.provisional === undefined ? 'lapsed' : 'refused';
}

/** What a requester is told of a request: refused and lapsed are one state to them. */
export function requestStateForRequester(state: RequestState): RequestState | 'not-permitted' {
  return state === 'refused' || state === 'lapsed' ? 'not-permitted' : state;
}

/** What a requester is told of a consent: live, or ended, never how. */
export function consentStateForRequester(state: ConsentState): 'active' | 'ended' {
  return state === 'active' ? 'active' : 'ended';
}
