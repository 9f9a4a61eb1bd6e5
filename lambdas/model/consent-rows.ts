import type {
  Consent,
  ConsentState,
  ContactProvenance,
  ProvisionalMark,
  RequestState,
} from '../domain/consents/consent.ts';
import type { Withheld } from '../domain/disclosure/disclosure.ts';
import type { AskContent, Lock } from '../domain/requests/admission.ts';
import type { NamedItem, Period } from '../domain/requests/request.ts';
import type { Language } from '../domain/values.ts';
import type { Listed } from './listed.ts';

/*
 * Rows of asks, consents and disclosures, as rows.ts says of all rows.
 */

/** A consent request. `sealed`: use `case`, kind `request`, version 1 for ever, a `RequestContent`. */
export interface RequestRow extends Partial<Listed> {
  readonly id: string;
  readonly individual: string;
  readonly organisation: string;
  /** The member who asked, by id. */
  readonly requester: string;
  readonly state: RequestState;
  /** Marked at level `link`, before the code; can still be changed. */
  readonly provisional?: ProvisionalMark | undefined;
  readonly createdAt: string;
  readonly lapsesAt: string;
  readonly remindedAt?: string | undefined;
  readonly consent?: string | undefined;
  readonly version: number;
  readonly sealed: Uint8Array;
  /** How the individual decided: use `case`, kind `decision`, id the request's, version 1 for ever. */
  readonly decided?: Uint8Array | undefined;
}
/** A confirmed decision, so that a repeated one gets the same answer and a refusal its receipt. */
export interface DecisionContent {
  readonly choice: 'grant' | 'refuse';
  readonly at: string;
  /** Its audit entry, and that entry's leaf hash in hex. */
  readonly entry: string;
  readonly leaf: string;
  /** The session it was made in, and the hash of the decision as it came. */
  readonly session: string;
  readonly bodyHash: string;
  readonly shownHash: string;
  readonly language: Language;
  readonly contact: ContactProvenance;
  /** Whether the asker may learn that it was a No, and whose. */
  readonly told: boolean;
}
export interface RequestContent extends AskContent {
  readonly notice: { readonly id: string; readonly version: number; readonly hash: string };
  readonly purpose: string;
}

/** A consent. `sealed`: use `case`, kind `consent`, version the row's, a `Consent`. */
export interface ConsentRow extends Partial<Listed> {
  readonly id: string;
  readonly individual: string;
  readonly organisation: string;
  readonly state: ConsentState;
  readonly version: number;
  readonly sealed: Uint8Array;
}
export type ConsentContent = Consent;

/** How often a consent with limited reads was used; apart from its version. */
export interface UsesRow {
  readonly used: number;
}

/** A release or refusal. `sealed`: use `case`, kind `disclosure`, version 1, a `DisclosureContent`. */
export interface DisclosureRow {
  readonly id: string;
  readonly at: string;
  readonly entry: string;
  readonly leaf: string;
  readonly outcome: 'released' | 'refused';
  readonly sealed: Uint8Array;
}
export interface DisclosureContent {
  /** Of the commitment in the audit entry, base64url. */
  readonly salt: string;
  readonly payload: {
    readonly organisation: string;
    /** Staff as a stable code: the first digits of the member's audit reference. */
    readonly staff: string;
    readonly purpose: string;
    readonly consent?: string | undefined;
    readonly asked: readonly { readonly category: string; readonly fields?: readonly string[] | undefined }[];
    readonly period?: Period | undefined;
    readonly released: readonly NamedItem[];
    readonly withheld: readonly Withheld[];
    /** Why it was refused; only the individual and the audit payload know. */
    readonly refusal?: string | undefined;
  };
}

/** Items an organisation may not ask for again for a purpose. `sealed`: use `case`, kind `no`, a `Lock[]`. */
export interface NoRow {
  readonly version: number;
  readonly sealed: Uint8Array;
}
export type NoContent = readonly Lock[];
