import { setTimeout as wait } from 'node:timers/promises';
import { anyBelow } from '../runtime/random.ts';

/** Waits before a retry: full jitter, doubling from 20 ms to at most 1 s (`attempt` counts from 1). */
export async function pause(attempt: number): Promise<void> {
  await wait(anyBelow(Math.min(1000, 20 * 2 ** attempt)));
}
