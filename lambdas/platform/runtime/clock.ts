/** The present instant, RFC 3339 UTC with milliseconds. The only place that reads the clock. */
export function now(): string {
  return new Date().toISOString();
}

/** The instant so many seconds after another. */
export function after(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}

/** An instant as the whole seconds since 1970 that DynamoDB's time to live wants. */
export function epochSeconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/** Milliseconds of a clock that never runs backwards, for measuring ages within one process. */
export function monotonic(): number {
  return performance.now();
}
