import { Problem } from '../problems.ts';

/** How many reads of one requester are refused within an hour of the clock; then all are, without a look at anybody. */
const refusedReadsAtMost = 60;
const hourMs = 60 * 60 * 1000;

/** The hour that refused reads are counted in. */
export function hourOf(at: string): string {
  return at.slice(0, 13);
}

/**
 * Checks that a requester may still read in this hour.
 * @param refused how many of their reads were refused in it.
 * @throws Problem `too-many-requests` until the hour is over
 */
export function checkRefusedReads(refused: number, at: string): void {
  if (refused < refusedReadsAtMost) return;
  const left = hourMs - (Date.parse(at) % hourMs);
  throw new Problem('too-many-requests', { retryAfter: Math.ceil(left / 1000) });
}
