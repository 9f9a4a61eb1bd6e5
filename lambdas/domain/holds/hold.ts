import { isPast } from '../instant.ts';
import { Problem } from '../problems.ts';
import { noticesOf } from '../retention/retention.ts';

const day = 24 * 60 * 60 * 1000;
/** For how many days a legal hold lasts at most; it can be renewed. */
const holdDays = 366;
/** Days before its end at which the admins are told. */
const holdNoticeDays = [14, 3] as const;

/** What is held where it is no individual. */
export const wholeTenant = 'tenant';

/** A legal hold, as far as its time is concerned. Instants are RFC 3339 UTC. */
export interface Hold {
  readonly setAt: string;
  readonly until: string;
  /** How many days before its end the last notice of it was for. */
  readonly noticed?: number | undefined;
}

/**
 * Checks the end of a legal hold that one person sets or renews.
 * @throws Problem `invalid-request` when it lies in the past or after more than 366 days; `conflict` when it would end
 * a hold sooner, which takes two
 */
export function checkHoldUntil(until: string, before: Pick<Hold, 'until'> | undefined, now: string): void {
  if (isPast(until, now)) refuse('lies in the past');
  if (Date.parse(until) - Date.parse(now) > holdDays * day) refuse(`is more than ${holdDays} days away`);
  if (before && !isPast(before.until, now) && !isPast(before.until, until))
    throw new Problem('conflict', { detail: 'the hold lasts longer: two admins release it sooner' });
}

function refuse(detail: string): never {
  throw new Problem('invalid-request', { errors: [{ pointer: '/until', detail }] });
}

/** The notice of a hold's end that is due at `now` and was not given: of how many days before; if several, the last. */
export function holdNoticeDue({ setAt, until, noticed }: Hold, now: string): number | undefined {
  const days = noticesOf(setAt, until, holdNoticeDays)
    .filter(({ at }) => isPast(at, now))
    .at(-1)?.days;
  return days !== undefined && days < (noticed ?? Number.POSITIVE_INFINITY) ? days : undefined;
}

/** When somebody has to look at a hold next: to tell of its end, or to end it. */
export function lookAtHold({ setAt, until, noticed = Number.POSITIVE_INFINITY }: Hold): string {
  return noticesOf(setAt, until, holdNoticeDays).find(({ days }) => days < noticed)?.at ?? until;
}
