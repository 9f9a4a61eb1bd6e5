import { isPast } from '../instant.ts';
import { Problem } from '../problems.ts';
import type { Role } from '../tenants/tenancy.ts';

const day = 24 * 60 * 60 * 1000;
/** For how many days after they were made an admin somebody counts as a newcomer. */
const newcomerDays = 14;
/** After how many days an act that nobody confirmed ends. */
const confirmDays = 7;

/** What a member's row says of how they became an admin. */
export interface Adminship {
  /** Since when they have been admin without a break. */
  readonly adminSince?: string | undefined;
  /** Who made them admin, by principal id; and who made that one, while a newcomer, and so on. */
  readonly adminBy?: readonly string[] | undefined;
}

/** A member as an act of two admins needs to know them. */
export interface Admin extends Adminship {
  readonly id: string;
  readonly roles: readonly Role[];
}

/** How a member is an admin after their roles are set: as before, or anew by the one who sets them. */
export function adminshipAfter(
  roles: readonly Role[],
  before: Omit<Admin, 'id'> | undefined,
  actor: { readonly id: string } & Adminship,
  now: string,
): Adminship {
  if (!roles.includes('admin')) return {};
  if (before?.roles.includes('admin')) return { adminSince: before.adminSince, adminBy: before.adminBy };
  const makers = isNewcomer(actor, now) ? (actor.adminBy ?? []) : [];
  return { adminSince: now, adminBy: [actor.id, ...makers] };
}

/** Whether an act that one admin requested at this instant can still be confirmed. */
export function canBeConfirmed(requestedAt: string, now: string): boolean {
  return !isPast(new Date(Date.parse(requestedAt) + confirmDays * day).toISOString(), now);
}

/**
 * Checks that an act of two admins is one of two persons: they are different, one of them has been admin for two
 * weeks, and neither was made admin by the other or by a newcomer whom the other had made.
 * @throws Problem `separation-of-duties`; `conflict` when the one who requested it is no admin any more
 */
export function checkTwoAdmins(requester: Admin | undefined, confirmer: Admin, now: string): void {
  if (requester?.id === confirmer.id || !confirmer.roles.includes('admin'))
    refuse('another admin has to confirm');
  if (!requester?.roles.includes('admin'))
    throw new Problem('conflict', { detail: 'the one who requested it is no admin any more' });
  if (isNewcomer(requester, now) && isNewcomer(confirmer, now))
    refuse('one of the two must have been admin for two weeks');
  if (requester.adminBy?.includes(confirmer.id) || confirmer.adminBy?.includes(requester.id))
    refuse('neither of the two may have made the other an admin');
}

function isNewcomer({ adminSince }: Adminship, now: string): boolean {
  return adminSince === undefined || Date.parse(now) - Date.parse(adminSince) < newcomerDays * day;
}

function refuse(detail: string): never {
  throw new Problem('separation-of-duties', { detail });
}
