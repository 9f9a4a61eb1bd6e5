import { latest } from '../instant.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** How many messages about consent requests an individual gets from one tenant within 24 hours, whoever asks. */
const messagesADay = 3;

/** How long before its lapse a request has to reach somebody, in milliseconds. */
const timeToAnswer = 3 * dayMs;

/** A message about a consent request that went out: its mail, and when. */
export interface MessageSent {
  readonly mail: string;
  readonly at: string;
}

/** The messages of the last 24 hours with one more; a mail that is tried again counts once. */
export function counted(sent: readonly MessageSent[], mail: string, now: string): MessageSent[] {
  return [...recent(sent, mail, now), { mail, at: now }];
}

/**
 * When a message about a consent request may go out: at once, or when the days after a change of address are over and
 * fewer than three messages went out in 24 hours. Askers learn of neither.
 * @param quietUntil the end of the days after a change of address.
 */
export function goesOutAt(
  sent: readonly MessageSent[],
  mail: string,
  quietUntil: string | undefined,
  now: string,
): string {
  const [oldest] = recent(sent, mail, now).slice(-messagesADay);
  const isFull = recent(sent, mail, now).length >= messagesADay;
  const free = isFull && oldest ? new Date(Date.parse(oldest.at) + dayMs).toISOString() : now;
  return latest([quietUntil ?? now, free, now]) ?? now;
}

/** When a request that went out is reminded of by itself: half-way to its lapse. */
export function halfWay(wentOut: string, lapsesAt: string): string {
  return new Date((Date.parse(wentOut) + Date.parse(lapsesAt)) / 2).toISOString();
}

/** Whether a request that goes out then leaves three days to answer; one that does not is dropped. */
export function leavesTime(goesOut: string, lapsesAt: string): boolean {
  return Date.parse(lapsesAt) - Date.parse(goesOut) >= timeToAnswer;
}

function recent(sent: readonly MessageSent[], mail: string, now: string): readonly MessageSent[] {
  return sent.filter((one) => one.mail !== mail && Date.parse(one.at) + dayMs > Date.parse(now));
}
