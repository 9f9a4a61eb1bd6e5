import type { Consent } from '../domain/consents/consent.ts';
import type { Key } from '../platform/dynamodb/key.ts';

export type { CategoryRow, NoticeRow, NoticeVersionRow, OrganisationRow } from './catalogue-rows.ts';
export type { ConsentRow, UsesRow } from './consent-rows.ts';
export type { DisclosureContent, DisclosureRow } from './disclosure-rows.ts';
export type { MemberContact, MemberRow, OperatorRow } from './member-rows.ts';
export type { MailKind, MailRow } from './outbox-rows.ts';
export type { Contact, IndividualRow, PointerRow } from './people-rows.ts';
export type { RecordRow } from './record-rows.ts';
export type {
  BlockContent as NoContent,
  BlockRow as NoRow,
  DecisionContent,
  RequestContent,
  RequestRow,
} from './request-rows.ts';
export type { LinkRow, SessionRow } from './session-rows.ts';
export type { FenceRow, PendingTermination, TenantRow } from './tenant-rows.ts';
export type ConsentContent = Consent;

/** A row read from a table, as what its kind says it holds. */
export function as<T>(row: Key & Record<string, unknown>): Key & T {
  return row as unknown as Key & T;
}
