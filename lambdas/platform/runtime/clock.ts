import { setTimeout as wait } from 'node:timers/promises';

/** The present instant, RFC 3339 UTC with milliseconds. Only this file reads clocks. */
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

/** Waits so many milliseconds. */
export async function pauseFor(milliseconds: number): Promise<void> {
  await wait(milliseconds);
}

/** The reading of both clocks at one moment, in milliseconds. */
export interface Clocks {
  readonly steady: number;
  readonly wall: number;
}

/** Reads both clocks. */
export function readClocks(): Clocks {
  return { steady: monotonic(), wall: Date.now() };
}

/**
 * Milliseconds since a moment, by the clock that says more: one may stand still while Lambda freezes the process, and
 * the other may be set back.
 */
export function ageSince(then: Clocks): number {
  const { steady, wall } = readClocks();
  return Math.max(steady - then.steady, wall - then.wall);
}
