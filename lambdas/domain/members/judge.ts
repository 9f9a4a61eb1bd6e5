import { Problem } from '../problems.ts';
import { stateAt, type TenantState } from '../tenants/tenancy.ts';
import type { MemberAuthority } from './authority.ts';

/** Which contracts something may be done under, and when that is judged: an RFC 3339 UTC instant. */
export interface Within {
  readonly at: string;
  readonly states: readonly TenantState[];
}

/**
 * Judges whether a member may do something: one of their roles is among those who may, and the contract, where that
 * is said, is in one of these states. Every way into the house judges by this.
 * @throws Problem `forbidden` or `tenant-not-open`, with the authority it was refused to
 */
export function judge(member: MemberAuthority, who: readonly string[], within?: Within): void {
  if (!member.roles.some((role) => who.includes(role))) throw new Problem('forbidden').refusedTo(member);
  if (!within) return;
  const { tenant } = member;
  if (!tenant || !within.states.includes(stateAt(tenant, within.at)))
    throw new Problem('tenant-not-open').refusedTo(member);
}
