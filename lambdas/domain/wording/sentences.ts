import type { Organisation } from '../catalogue/organisation.ts';
import type { RecordContent } from '../records/record.ts';

/**
 * What Habeas itself says to an individual of requests, consents and records, in one language; names, labels and
 * notices are the tenant's.
 */
export interface Sentences {
  request(organisation: string, data: string, until: string, purpose: string): string;
  refuse(notice: { readonly treatmentUnchanged: boolean; readonly consequence?: string | undefined }): string;
  narrow(organisation: string): string;
  /** What taking a permission back does; names of those who received, at least one. */
  withdraw(recipients: readonly string[]): string;
  /** The statement to tick by hand for a special category: who receives, already written as a list, and what. */
  explicit(recipients: string, data: string): string;
  legalBasis(special: boolean): string;
  readonly noAutomatedDecisions: string;
  saleOrSharing(sold: boolean, beyondService: boolean): string;
  readonly assuranceAccepted: string;
  /** When a record that a provider has marked is passed on; its values are not shown. */
  readonly marked: Readonly<Record<NonNullable<RecordContent['marking']>['kind'], string>>;
  readonly safeguards: Readonly<Record<NonNullable<Organisation['safeguard']>, string>>;
}
