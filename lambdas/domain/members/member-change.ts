import { Problem } from '../problems.ts';
import { mayHoldTogether, type Role } from '../tenants/tenancy.ts';

/** The roles, organisation and rights of a membership. */
export interface MemberDuties {
  readonly roles: readonly Role[];
  readonly organisation?: string | undefined;
  readonly rights: readonly string[];
}

/** Who changes whose membership. */
export interface MemberChange {
  readonly actor: { readonly id: string; readonly roles: readonly Role[] };
  readonly member: string;
  /** The member's present duties; undefined for a new member. `after` is undefined for one to be removed. */
  readonly before: MemberDuties | undefined;
  readonly after: MemberDuties | undefined;
  /** Whether the member is an operator of the deployment. */
  readonly operates: boolean;
}

const refuse = (detail: string): never => {
  throw new Problem('separation-of-duties', { detail });
};

/**
 * Checks whether someone may change a membership in this way. An operator sets admins and nothing else; nobody
 * changes their own roles, organisation and rights; an operator of the deployment belongs to no tenant; nobody who
 * requests also provides or audits; the right to emergency access needs two admins, so one alone cannot give it.
 * @throws Problem `forbidden`, `separation-of-duties` or `invalid-request`
 */
export function checkMemberChange({ actor, member, before, after, operates }: MemberChange): void {
  if (!actor.roles.includes('admin')) asOperator(after);
  if (actor.id === member && !same(before, after)) refuse('nobody changes what they hold themselves');
  if (after) checkMembership(before, after, operates);
}

function asOperator(after: MemberDuties | undefined): void {
  const admin = after?.roles.every((role) => role === 'admin') && after.rights.length === 0;
  if (!admin) throw new Problem('forbidden', { detail: 'an operator sets admins only' });
}

function checkMembership(before: MemberDuties | undefined, after: MemberDuties, operates: boolean): void {
  if (operates) refuse('an operator of the deployment belongs to no tenant');
  if (!mayHoldTogether(after.roles)) refuse('who requests neither provides nor audits');
  if (after.rights.some((right) => !before?.rights.includes(right)))
    refuse('this right takes a second admin to give');
  const faults = [
    ...(new Set(after.roles).size === after.roles.length
      ? []
      : [{ pointer: '/roles', detail: 'roles must differ' }]),
    ...(after.roles.includes('requester') === (after.organisation !== undefined)
      ? []
      : [{ pointer: '/organisation', detail: 'each requester belongs to one, nobody else to any' }]),
  ];
  if (faults.length > 0) throw new Problem('invalid-request', { errors: faults });
}

function same(before: MemberDuties | undefined, after: MemberDuties | undefined): boolean {
  const text = (holding: MemberDuties | undefined) =>
    holding &&
    JSON.stringify([[...holding.roles].sort(), holding.organisation ?? null, [...holding.rights].sort()]);
  return text(before) === text(after);
}
