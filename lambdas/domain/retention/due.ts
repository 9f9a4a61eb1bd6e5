import { bitsOf } from '../identifiers.ts';
import { isPast } from '../instant.ts';
import type { Tenant } from '../members/authority.ts';
import { atRest, type Lease } from './lease.ts';
import { noticesOf } from './retention.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Longer than provisioning ever takes. */
const provisioningTakes = hour / 12;

type Ending = Pick<Tenant, 'id' | 'endedAt' | 'purgeAt' | 'heldUntil'>;
/** When the admins were told that the purge is near: by the lease of who acts on the tenant. */
type Told = Pick<Lease, 'noticedAt' | 'step'> | undefined;

/**
 * When the purge of an ended contract is due: when its window is over. What was overlooked is not made up for by
 * haste: from a first notice that was late, and from a legal hold of whose end they are told, the admins have a sixth
 * of the window.
 */
function dueAt({ endedAt, purgeAt, heldUntil }: Omit<Ending, 'id'>, told: Told): string | undefined {
  if (purgeAt === undefined) return undefined;
  const sixth = (Date.parse(purgeAt) - Date.parse(endedAt ?? purgeAt)) / 6;
  const [first] = noticesTo({ endedAt, purgeAt });
  // A notice in time delays nothing, however long the window is.
  const inTime = first ? Date.parse(purgeAt) - Date.parse(first.at) : 0;
  const afterNotice = told?.noticedAt && later(told.noticedAt, Math.min(sixth, inTime));
  return last(purgeAt, heldUntil && later(heldUntil, sixth), afterNotice);
}

/**
 * Whether the purge is due at `at`. Without `purgeAt` it never is, nor before the admins were told, if they are to be.
 */
export function isDue(tenant: Omit<Ending, 'id'>, told: Told, at: string): boolean {
  const due = dueAt(tenant, told);
  const untold = told?.noticedAt === undefined && noticesTo(tenant).length > 0;
  return due !== undefined && !untold && isPast(due, at);
}

/** The notices to the admins before a purge; none in a window that is too short for any. */
function noticesTo({ endedAt, purgeAt }: Pick<Tenant, 'endedAt' | 'purgeAt'>) {
  return endedAt === undefined || purgeAt === undefined ? [] : noticesOf(endedAt, purgeAt);
}

/** Whether a legal hold stops the purge of a tenant at `at`. */
export function isHeld({ heldUntil }: Pick<Tenant, 'heldUntil'>, at: string): boolean {
  return heldUntil !== undefined && !isPast(heldUntil, at);
}

/**
 * When the purge of an ended contract is begun: what is due on one day, mostly at its very end, is spread over the six
 * hours after it. A window of less than a day is followed at once.
 */
export function purgeBeginsAt(tenant: Ending, told: Told): string | undefined {
  const { id, endedAt, purgeAt } = tenant;
  const due = dueAt(tenant, told);
  if (due === undefined || purgeAt === undefined || endedAt === undefined) return due;
  if (Date.parse(purgeAt) - Date.parse(endedAt) < day) return due;
  return later(due, shareOf(id) * 6 * hour);
}

/** When somebody who waits for the purge wakes next: at a notice, at the beginning of the purge, or after a day. */
export function wakesAt(tenant: Ending, told: Told, at: string): string {
  const begins = purgeBeginsAt(tenant, told);
  return [...noticesTo(tenant).map((notice) => notice.at), begins ?? at]
    .filter((instant) => !isPast(instant, at))
    .reduce((next, instant) => first(next, instant), later(at, day));
}

/** The notice that is due at `at` and was not given: of how many days before the purge; if several, the last. */
export function noticeDue(
  tenant: Pick<Tenant, 'endedAt' | 'purgeAt'>,
  { noticed }: Pick<Lease, 'noticed'>,
  at: string,
): number | undefined {
  const days = noticesTo(tenant).findLast((notice) => isPast(notice.at, at))?.days;
  return days !== undefined && days < (noticed ?? Number.POSITIVE_INFINITY) ? days : undefined;
}

/** A number from 0 to 1 that is as random as the tenant's id, and always the same. */
const shareOf = (tenant: string) => Number.parseInt(bitsOf(tenant).slice(0, 8), 16) / 2 ** 32;

/** Whether a purge is a day late: something has been failing all day, or nobody looked. */
export function isPastDue(tenant: Tenant, told: Told, at: string): boolean {
  const due = dueAt(tenant, told);
  return isEnding(tenant.state) && due !== undefined && isPast(later(due, day), at) && !isHeld(tenant, at);
}

/** Whether a tenant is not provisioned after more time than that takes. */
export function isProvisionedLate({ state, createdAt }: Tenant, at: string): boolean {
  return state === 'provisioning' && isPast(later(createdAt, provisioningTakes), at);
}

/**
 * When somebody has to look after a tenant the next time; undefined where only a new decision makes anything due. Of
 * an ended contract that is when the lease of whoever acts on it is over, or when its purge is past due; under a legal
 * hold not before that ends, nor while a purge rests because of it. Of one that is being provisioned, after the time
 * that takes.
 * @param until when the lease is over, or when somebody looked last.
 * @param told the lease, by which the admins of an ended contract were told that its purge is near.
 */
export function lookAt(tenant: Tenant, until: string, told?: Told): string | undefined {
  const { state, createdAt, endsAt, heldUntil } = tenant;
  if (state === 'open') return endsAt;
  if (state === 'provisioning')
    return first(later(isPast(until, createdAt) ? createdAt : until, provisioningTakes), endsAt);
  if (!isEnding(state)) return until;
  const due = dueAt(tenant, told);
  const look = first(until, due && later(due, day));
  const held = state === 'retrieval' || told?.step === atRest;
  return held && heldUntil !== undefined && isPast(look, heldUntil) ? heldUntil : look;
}

const isEnding = (state: Tenant['state']) => state === 'retrieval' || state === 'purging';
const first = (one: string, other: string | undefined) =>
  other !== undefined && isPast(other, one) ? other : one;
const last = (one: string, ...others: readonly (string | undefined)[]) =>
  others.reduce<string>((latest, other = latest) => (isPast(latest, other) ? other : latest), one);
const later = (instant: string, milliseconds: number) =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
