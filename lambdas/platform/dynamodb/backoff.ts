import { pauseFor } from '../runtime/clock.ts';
import { anyBelow } from '../runtime/random.ts';

/** Waits before a retry: full jitter, doubling from 20 ms to at most 1 s (`attempt` counts from 1). */
export async function pause(attempt: number): Promise<void> {
  await pauseFor(anyBelow(Math.min(1000, 20 * 2 ** attempt)));
}
