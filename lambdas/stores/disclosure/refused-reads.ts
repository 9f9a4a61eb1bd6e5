import { hourOf } from '../../domain/disclosure/refused-reads.ts';
import { refusedReadsRow } from '../../model/disclosure-rows.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';
import type { TenantMember } from '../members/membership.ts';

/** Seconds after which a count is of no use any more, whenever in its hour it began. */
const keptSeconds = 2 * 60 * 60;

/** Where the refused reads of a requester in this hour are counted. */
export const refusedReadsOf = (tenant: string, principal: string, at: string) =>
  refusedReadsRow.at(tenant, principal, hourOf(at));

/** Counts a refused read with its requester. */
export function countRefused({ tenant, principal }: TenantMember, at: string): Write {
  return refusedReadsRow.update(
    [tenant.id, principal, hourOf(at)],
    { add: { count: 1 }, set: { expiresAt: epochSeconds(after(at, keptSeconds)) } },
    {},
  );
}
