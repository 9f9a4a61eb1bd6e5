import type { BoundVersions } from '../../domain/catalogue/versions.ts';
import type { ReceiptTerms } from '../../domain/evidence/receipt.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { ShownContent } from '../../model/request-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { region } from '../../platform/runtime/environment.ts';
import { publishedNotices } from '../catalogue/catalogue.ts';
import { organisationDefinitions } from '../catalogue/definitions.ts';
import { keptShown } from './kept-shown.ts';

/** A decided request, as a receipt refers to it. */
export interface DecidedRequest {
  readonly request: string;
  readonly notice: { readonly id: string; readonly version: number };
  readonly versions: BoundVersions;
}

/**
 * What the receipt of a decision says of notice and parties, as they were when it was shown, and what was shown.
 * @param sealer of the individual's use `case`.
 * @throws Problem `unavailable` when one of them cannot be read
 */
export async function receiptTerms(
  { id, name, country }: Tenant,
  { request, notice, versions }: DecidedRequest,
  sealer: Sealer,
): Promise<{ readonly terms: ReceiptTerms; readonly shown: ShownContent['shown'] }> {
  const [[published], [organisations = {}], kept] = await Promise.all([
    publishedNotices(id, [notice]),
    organisationDefinitions.inVersions(id, [versions.organisations]),
    keptShown(id, request, sealer),
  ]);
  if (!published || !kept) throw new Problem('unavailable');
  return {
    terms: {
      notice: published.content,
      keeper: { id, name, country },
      storage: `aws:${region()}`,
      organisations,
      explicit: kept.explicit,
    },
    shown: kept.shown,
  };
}
