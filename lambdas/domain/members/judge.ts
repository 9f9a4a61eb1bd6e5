import { Problem } from '../problems.ts';
import { stateAt, type TenantState } from '../tenants/tenancy.ts';
import type { MemberAuthority } from './authority.ts';

/** The states that the contract may be in, and the instant at which that is judged (RFC 3339 UTC). */
export interface Within {
  readonly at: string;
  readonly states: readonly TenantState[];
}

/**
 * Judges whether a member may do something: they need one of these roles, and the contract has to be in one of these
 * states, where states are given. Every operation of members is judged here.
 * @throws Problem `forbidden` or `tenant-not-open`, with the authority it was refused to
 */
export function judge(member: MemberAuthority, who: readonly string[], within?: Within): void {
  if (!member.roles.some((role) => who.includes(role))) throw new Problem('forbidden').refusedTo(member);
  if (!within) return;
  const { tenant } = member;
  if (!tenant || !within.states.includes(stateAt(tenant, within.at)))
    throw new Problem('tenant-not-open').refusedTo(member);
}
