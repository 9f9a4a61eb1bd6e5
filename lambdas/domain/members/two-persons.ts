import { isPast } from '../instant.ts';
import { Problem } from '../problems.ts';
import type { Role } from '../tenants/tenancy.ts';

const day = 24 * 60 * 60 * 1000;
/** For how many days after they were made one a member or an admin counts as a newcomer. */
const newcomerDays = 14;
/** After how many days an act that nobody confirmed ends. */
const confirmDays = 7;

/** How somebody came to be a member, or an admin. */
interface Standing {
  /** Since when, without a break. */
  readonly since?: string | undefined;
  /** Who made them one, by principal id; and who made that one, while a newcomer, and so on. */
  readonly by?: readonly string[] | undefined;
}

/** What a member's row says of how they became an admin. */
export interface Adminship {
  readonly adminSince?: string | undefined;
  readonly adminBy?: readonly string[] | undefined;
}

/** A member as an act of two persons needs to know them. */
export interface Person extends Standing, Adminship {
  readonly id: string;
  readonly roles: readonly Role[];
}

/**
 * The present standing of a member whose roles are set: as before, or anew by the one who sets them. Whoever made them
 * what they were within the last two weeks made them what they are as well.
 * @param formers what they were then and are no more.
 */
export function standingAfter(
  roles: readonly Role[],
  before: Omit<Person, 'id'> | undefined,
  actor: Omit<Person, 'roles'>,
  now: string,
  formers: readonly Pick<Person, 'by' | 'adminBy'>[] = [],
): Adminship & { readonly since: string; readonly by: readonly string[] } {
  const makers = formers.map(({ by }) => by);
  const { since = now, by = [] } = before ?? madeBy(actor.id, actor, makers, now);
  const member = { since, by };
  if (!roles.includes('admin')) return member;
  if (before?.roles.includes('admin'))
    return { ...member, adminSince: before.adminSince, adminBy: before.adminBy };
  const adminMakers = formers.map(({ adminBy }) => adminBy);
  const admin = madeBy(actor.id, adminship(actor), adminMakers, now);
  return { ...member, adminSince: admin.since, adminBy: admin.by };
}

/** Whether an act that one requested at this instant can still be confirmed. */
export function canBeConfirmed(requestedAt: string, now: string): boolean {
  return !isPast(new Date(Date.parse(requestedAt) + confirmDays * day).toISOString(), now);
}

/**
 * Checks that an act of two admins is one of two persons: they are different, one of them has been admin for two
 * weeks, and neither was made admin by the other or by a newcomer whom the other had made.
 * @throws Problem `separation-of-duties`; `conflict` when the one who requested it is no admin any more
 */
export function checkTwoAdmins(requester: Person | undefined, confirmer: Person, now: string): void {
  if (requester?.id === confirmer.id || !confirmer.roles.includes('admin'))
    refuse('another admin has to confirm');
  if (!requester?.roles.includes('admin'))
    throw new Problem('conflict', { detail: 'the one who requested it is no admin any more' });
  checkIndependent(
    { ...adminship(requester), id: requester.id },
    { ...adminship(confirmer), id: confirmer.id },
    now,
  );
}

/**
 * Checks the same of an act of two members, by how they became members.
 * @param roles the roles of which both need one.
 * @throws Problem `separation-of-duties`; `conflict` when the one who requested it has none of the roles any more
 */
export function checkTwoMembers(
  requester: Person | undefined,
  confirmer: Person,
  roles: readonly Role[],
  now: string,
): void {
  if (requester?.id === confirmer.id) refuse('another member has to confirm');
  if (!requester?.roles.some((role) => roles.includes(role)))
    throw new Problem('conflict', { detail: 'the one who requested it may do so no more' });
  checkIndependent(requester, confirmer, now);
}

type Named = Standing & Pick<Person, 'id'>;

function checkIndependent(requester: Named, confirmer: Named, now: string): void {
  if (isNewcomer(requester, now) && isNewcomer(confirmer, now))
    refuse('one of the two must have been one for two weeks');
  if (requester.by?.includes(confirmer.id) || confirmer.by?.includes(requester.id))
    refuse('neither of the two may have made the other one');
}

function adminship({ adminSince, adminBy }: Adminship): Standing {
  return { since: adminSince, by: adminBy };
}

function madeBy(maker: string, standing: Standing, before: readonly Standing['by'][], now: string): Standing {
  const behind = isNewcomer(standing, now) ? standing.by : [];
  return { since: now, by: [...new Set([[maker], behind, ...before].flatMap((makers) => makers ?? []))] };
}

function isNewcomer({ since }: Standing, now: string): boolean {
  return since === undefined || Date.parse(now) - Date.parse(since) < newcomerDays * day;
}

function refuse(detail: string): never {
  throw new Problem('separation-of-duties', { detail });
}
