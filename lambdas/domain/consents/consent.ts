import type { Assurance } from '../catalogue/category.ts';
import type { BoundVersions } from '../catalogue/versions.ts';
import { isPast } from '../instant.ts';
import { Problem } from '../problems.ts';
import type { NamedItem, Period, Reads } from '../requests/request.ts';
import type { MailReturn } from '../requests/returned.ts';
import { stateAt, type Tenancy } from '../tenants/tenancy.ts';
import type { Language } from '../values.ts';

export const requestStates = ['pending', 'granted', 'refused', 'lapsed', 'undelivered', 'cancelled'] as const;
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

/** An event of a consent, as its receipt states it. */
export interface ConsentEvent {
  readonly version: number;
  readonly type: 'granted' | 'withdrawn' | 'revoked';
  readonly at: string;
  /** Its audit entry, and that entry's leaf hash in hex. */
  readonly entry: string;
  readonly leaf: string;
  readonly actor: 'individual' | 'admin' | 'operator';
  readonly channel: 'page' | 'standing-link' | 'api';
  /** Whether the reason is disclosed: recipients may learn who ended it, if the individual chose so. */
  readonly told: boolean;
  readonly reason?: string | undefined;
  readonly contact: ContactProvenance;
}

/** When and by whom the address was set that the decision was confirmed with. */
export interface ContactProvenance {
  readonly setAt: string;
  readonly setBy: 'tenant' | 'individual';
}

/** A stored consent. `state` is the last stored one; the current state is computed by `consentStateAt`. */
export interface Consent {
  readonly id: string;
  readonly individual: string;
  readonly request: string;
  readonly organisation: string;
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly notice: { readonly id: string; readonly version: number; readonly hash: string };
  /** The organisations and categories that it names, as they were shown. */
  readonly versions: BoundVersions;
  readonly items: readonly NamedItem[];
  /** The items of the request; what was withheld is the difference to `items`. */
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
  /** Its events so far, oldest first; one for each version. */
  readonly events: readonly ConsentEvent[];
  readonly state: ConsentState;
  readonly version: number;
}

/** How many reads a consent allows; undefined is unlimited. */
export function allowedReads(reads: Reads): number | undefined {
  if (reads === 'unlimited') return undefined;
  return reads === 'once' ? 1 : reads.times;
}

/** The state at `now`: expiry and exhaustion are computed at each use and do not depend on a job. */
export function consentStateAt(consent: Consent, used: number, now: string): ConsentState {
  if (consent.state !== 'active') return consent.state;
  if (isPast(consent.until, now)) return 'expired';
  const allowed = allowedReads(consent.reads);
  return allowed === undefined || used < allowed ? 'active' : 'exhausted';
}

/** Provisional marks of a pending request, set before the code; each can still be changed. */
export type ProvisionalMark = 'declined' | 'not-for-me';

/**
 * The state of a request at `now`: a pending request lapses at its end, or is refused then if it was declined. When no
 * message of it is known to have arrived, it ends undelivered: nobody was silent.
 */
export function requestStateAt(
  request: {
    readonly state: RequestState;
    readonly lapsesAt: string;
    readonly provisional?: ProvisionalMark | undefined;
  } & Messages,
  now: string,
): RequestState {
  if (request.state !== 'pending' || !isPast(request.lapsesAt, now)) return request.state;
  if (request.provisional !== undefined) return 'refused';
  return wasHeard(request) ? 'lapsed' : 'undelivered';
}

/** What is known of the messages about a request. */
interface Messages {
  readonly sentAt?: string | undefined;
  readonly undelivered?: MailReturn | undefined;
}

/** Whether silence on a request says something: a message about it went out, and none came back. */
export function wasHeard({ sentAt, undelivered }: Messages): boolean {
  return sentAt !== undefined && undelivered === undefined;
}

/** The same under a contract: its end cancels open requests at once, unless it is reinstated. */
export function requestStateUnder(
  contract: Tenancy,
  request: Parameters<typeof requestStateAt>[0],
  now: string,
): RequestState {
  const state = requestStateAt(request, now);
  return state === 'pending' && stateAt(contract, now) !== 'open' ? 'cancelled' : state;
}

/**
 * Checks that a request is still open under a contract.
 * @throws Problem `conflict`
 */
export function assertPending(
  contract: Tenancy,
  request: Parameters<typeof requestStateAt>[0],
  now: string,
): void {
  if (requestStateUnder(contract, request, now) !== 'pending') throw notPending();
}

/** What is answered to whoever acts on a request that is not open. */
export const notPending = () => new Problem('conflict', { detail: 'this request is not open any more' });

/** The state of a request as a requester sees it: refused and lapsed are one state. */
export function requestStateForRequester(state: RequestState): RequestState | 'not-permitted' {
  return state === 'refused' || state === 'lapsed' ? 'not-permitted' : state;
}

/** The state of a consent as a requester sees it: active or ended, not how it ended. */
export function consentStateForRequester(state: ConsentState): 'active' | 'ended' {
  return state === 'active' ? 'active' : 'ended';
}
