/**
 * Whether an instant has come at `now`, to the millisecond; the instant itself counts. Texts that name no instant
 * have come: whatever ends then has ended.
 */
export function isPast(instant: string, now: string): boolean {
  return !(Date.parse(instant) > Date.parse(now));
}
