import { type FormerRow, formerRow, formersOf, type MemberRow } from '../../model/member-rows.ts';
import type { Stored } from '../../model/row.ts';
import { queryAll } from '../../platform/dynamodb/reads.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';

/** Seconds for which it is kept what somebody was: as long as a newcomer is one. */
const keptSeconds = 14 * 24 * 60 * 60;

/** What members of a tenant were within the last two weeks and are no more: of one member, or of all. */
export async function formersAt(
  tenant: string,
  at: string,
  member?: string | undefined,
): Promise<readonly Stored<FormerRow>[]> {
  const rows = await queryAll(formersOf(tenant, member));
  const end = epochSeconds(at);
  return rows.map((row) => formerRow.from(row)).filter(({ expiresAt }) => expiresAt > end);
}

/** Keeps for two weeks what a member was until this change, and their address, so that they are told of it. */
export function keptAsFormer(tenant: string, before: MemberRow | undefined, at: string): Write[] {
  if (!before) return [];
  const { id, by, adminSince, adminBy, version, sealed } = before;
  const expiresAt = epochSeconds(after(at, keptSeconds));
  return [
    formerRow.put([tenant, id, at], {
      id,
      by,
      adminSince,
      adminBy,
      version,
      sealed,
      until: at,
      expiresAt,
    }),
  ];
}
