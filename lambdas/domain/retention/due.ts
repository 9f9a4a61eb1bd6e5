import { bitsOf } from '../identifiers.ts';
import { isPast } from '../instant.ts';
import type { Tenant } from '../members/authority.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Longer than provisioning ever takes. */
const provisioningTakes = hour / 12;

type Ending = Pick<Tenant, 'id' | 'endedAt' | 'purgeAt' | 'heldUntil'>;

/**
 * When the purge of an ended contract is due: when its window is over. After a legal hold the admins, who are told of
 * its end, have a sixth of the window before it.
 */
function dueAt({ endedAt, purgeAt, heldUntil }: Omit<Ending, 'id'>): string | undefined {
  if (purgeAt === undefined || heldUntil === undefined) return purgeAt;
  const window = Date.parse(purgeAt) - Date.parse(endedAt ?? purgeAt);
  const afterHold = later(heldUntil, window / 6);
  return isPast(purgeAt, afterHold) ? afterHold : purgeAt;
}

/** Whether the purge is due at `at`. Without `purgeAt` it never is. */
export function isDue(tenant: Omit<Ending, 'id'>, at: string): boolean {
  const due = dueAt(tenant);
  return due !== undefined && isPast(due, at);
}

/** Whether a legal hold stops the purge of a tenant at `at`. */
export function isHeld({ heldUntil }: Pick<Tenant, 'heldUntil'>, at: string): boolean {
  return heldUntil !== undefined && !isPast(heldUntil, at);
}

/**
 * When the purge of an ended contract is begun: what is due on one day, mostly at its very end, is spread over the six
 * hours after it. A window of less than a day is followed at once.
 */
export function purgeBeginsAt(tenant: Ending): string | undefined {
  const { id, endedAt, purgeAt } = tenant;
  const due = dueAt(tenant);
  if (due === undefined || purgeAt === undefined || endedAt === undefined) return due;
  if (Date.parse(purgeAt) - Date.parse(endedAt) < day) return due;
  return later(due, shareOf(id) * 6 * hour);
}

/** A number from 0 to 1 that is as random as the tenant's id, and always the same. */
const shareOf = (tenant: string) => Number.parseInt(bitsOf(tenant).slice(0, 8), 16) / 2 ** 32;

/** Whether a purge is a day late: something has been failing all day, or nobody looked. */
export function isPastDue(tenant: Tenant, at: string): boolean {
  const due = dueAt(tenant);
  return isEnding(tenant.state) && due !== undefined && isPast(later(due, day), at) && !isHeld(tenant, at);
}

/** Whether a tenant is not provisioned after more time than that takes. */
export function isProvisionedLate({ state, createdAt }: Tenant, at: string): boolean {
  return state === 'provisioning' && isPast(later(createdAt, provisioningTakes), at);
}

/**
 * When somebody has to look after a tenant the next time; undefined where only a new decision makes anything due. Of
 * an ended contract that is when the lease of whoever acts on it is over, or when its purge is past due; under a legal
 * hold not before that ends. Of one that is being provisioned, after the time that takes.
 * @param until when the lease is over, or when somebody looked last.
 */
export function lookAt(tenant: Tenant, until: string): string | undefined {
  const { state, createdAt, endsAt, heldUntil } = tenant;
  if (state === 'open') return endsAt;
  if (state === 'provisioning')
    return first(later(isPast(until, createdAt) ? createdAt : until, provisioningTakes), endsAt);
  if (!isEnding(state)) return until;
  const due = dueAt(tenant);
  const look = first(until, due && later(due, day));
  return heldUntil !== undefined && state === 'retrieval' && isPast(look, heldUntil) ? heldUntil : look;
}

const isEnding = (state: Tenant['state']) => state === 'retrieval' || state === 'purging';
const first = (one: string, other: string | undefined) =>
  other !== undefined && isPast(other, one) ? other : one;
const later = (instant: string, milliseconds: number) =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
