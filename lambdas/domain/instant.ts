/** The latest of instants, RFC 3339 UTC with milliseconds, which sort as texts; undefined of none. */
export function latest(instants: readonly string[]): string | undefined {
  return instants.toSorted().at(-1);
}

/**
 * Whether an instant is past at `now`, to the millisecond; an instant equal to `now` is past. A text that is no
 * instant counts as past: whatever ends then has ended.
 */
export function isPast(instant: string, now: string): boolean {
  return !(Date.parse(instant) > Date.parse(now));
}
