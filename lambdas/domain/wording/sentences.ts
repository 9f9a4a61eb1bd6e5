import type { Notice } from '../catalogue/notice.ts';
import type { Organisation } from '../catalogue/organisation.ts';
import type { Refused } from '../disclosure/disclosure.ts';
import type { RecordContent } from '../records/record.ts';

/** Everything Habeas itself says to an individual, in one language; names, labels and notices are the tenant's. */
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
  readonly purposes: Readonly<Record<Notice['purpose']['code'], string>>;
  readonly refusals: Readonly<Record<Refused['reason'], string>>;
  readonly unknownOrganisation: string;
  /** What was asked for under a code that the tenant does not have. */
  readonly unknownData: string;
}
