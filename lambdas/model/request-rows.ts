import type { BoundVersions } from '../domain/catalogue/versions.ts';
import type { ContactProvenance, ProvisionalMark, RequestState } from '../domain/consents/consent.ts';
import { ownBitsOf } from '../domain/identifiers.ts';
import type { RequestTerms } from '../domain/requests/admission.ts';
import type { Asking } from '../domain/requests/asking.ts';
import type { MailReturn } from '../domain/requests/returned.ts';
import type { Language } from '../domain/values.ts';
import type { ExplicitStatement, Shown } from '../domain/wording/shown.ts';
import { belowIndividual, listInShards, rangeBelow, written } from './places.ts';
import { defineRow, defineSeal, type Listed } from './row.ts';

/**
 * A consent request. Its content is sealed once and never changes; the decision is sealed separately in the same row.
 */
export interface RequestRow extends Partial<Listed> {
  readonly id: string;
  readonly individual: string;
  readonly organisation: string;
  /** The member who made it, by id. */
  readonly requester: string;
  readonly state: RequestState;
  /** The provisional mark, set at level `link` before the code; it can still be changed. */
  readonly provisional?: ProvisionalMark | undefined;
  readonly createdAt: string;
  readonly lapsesAt: string;
  /** When a message about it was first taken by the mail service; written by the notifier. */
  readonly sentAt?: string | undefined;
  /** A message about it is known not to have arrived: its silence says nothing. */
  readonly undelivered?: MailReturn | undefined;
  readonly remindedAt?: string | undefined;
  readonly consent?: string | undefined;
  /** When it was refused without a decision of its own: with the withdrawal of a consent to the same. */
  readonly refusedAt?: string | undefined;
  /** Whether the requester may learn that it was refused: the individual chose so. */
  readonly told?: true | undefined;
  readonly version: number;
  readonly sealed: Uint8Array;
  readonly decided?: Uint8Array | undefined;
}
export interface RequestContent extends RequestTerms {
  readonly notice: { readonly id: string; readonly version: number; readonly hash: string };
  readonly purpose: string;
  /** The organisations and categories that it names, as they were when it was made. */
  readonly versions: BoundVersions;
}
/** A confirmed decision, kept so that a repeated one gets the same answer and a refusal can get its receipt. */
export interface DecisionContent {
  readonly choice: 'grant' | 'refuse';
  readonly at: string;
  /** Its audit entry, and that entry's leaf hash in hex. */
  readonly entry: string;
  readonly leaf: string;
  /** The session it was made in, and the hash of the request body that made it. */
  readonly session: string;
  readonly bodyHash: string;
  readonly shownHash: string;
  readonly language: Language;
  readonly contact: ContactProvenance;
  /** Whether the reason is disclosed: the requester may learn that it was a refusal, and whose. */
  readonly told: boolean;
}

export const requestRow = defineRow<RequestRow>()({
  table: 'vault',
  name: 'request',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#Q#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string, request: string) =>
    belowIndividual(tenant, individual, `#Q#${ownBitsOf(request)}`),
  write: written.sinceOpen,
});
const sealedOnce = ({ id }: RequestRow) => ({ id, version: 1 });
export const requestContent = defineSeal<RequestRow, RequestContent>(
  'case',
  'request',
  sealedOnce,
  (row) => row.sealed,
);
export const decisionContent = defineSeal<RequestRow, DecisionContent>(
  'case',
  'decision',
  sealedOnce,
  (row) => row.decided,
);
export const requestsOf = (tenant: string, individual: string) => rangeBelow(tenant, individual, '#Q#');
/** The list of a tenant's requests. */
export const requestList = (tenant: string) => listInShards(tenant, 'Q#');

/** What was shown when a request was decided; a row of its own, so that the gate never reads it. */
export interface ShownRow {
  readonly id: string;
  readonly sealed: Uint8Array;
}
export interface ShownContent {
  readonly shown: Shown;
  /** The explicit statements that were ticked, naming those who receive. */
  readonly explicit: readonly ExplicitStatement[];
}
export const shownRow = defineRow<ShownRow>()({
  table: 'vault',
  name: 'shown',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#W#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string, request: string) =>
    belowIndividual(tenant, individual, `#W#${ownBitsOf(request)}`),
  write: written.onceUntilPurge,
});
export const shownContent = defineSeal<ShownRow, ShownContent>(
  'case',
  'shown',
  ({ id }) => ({ id, version: 1 }),
  (row) => row.sealed,
);

/**
 * What an organisation has asked an individual for one purpose: the newest request, silences, and re-request blocks.
 * Its version is the lock of asks, refusals and withdrawals.
 */
export interface AskingRow {
  readonly version: number;
  /** Until when nothing may be asked again, beside what is sealed: set by a restore, which seals nothing. */
  readonly blockedUntil?: string | undefined;
  readonly sealed: Uint8Array;
}

export const askingRow = defineRow<AskingRow>()({
  table: 'vault',
  name: 'asking',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#N#[^#]+#[0-9a-f]{16}$/,
  key: (tenant: string, individual: string, organisation: string, purpose16: string) =>
    belowIndividual(tenant, individual, `#N#${organisation}#${purpose16}`),
  write: written.untilPurge,
});
/**
 * `id` is not an attribute of the row: it is the organisation and the short code of the purpose, from the row's key.
 */
export const askingContent = defineSeal<AskingRow & { readonly id: string }, Asking>(
  'case',
  'asking',
  (row) => row,
  (row) => row.sealed,
);
