import { Problem } from '../../domain/problems.ts';
import { pause } from './backoff.ts';

/**
 * A condition did not hold because somebody else wrote first, and the write that carried it named the race it may
 * lose. Who raced catches it and looks anew; it never reaches a caller.
 */
export class LostRace extends Error {
  override readonly name = 'LostRace';
  readonly race: string;

  constructor(race: string, options: { readonly cause?: unknown } = {}) {
    super(`lost the race: ${race}`, options);
    this.race = race;
  }
}

/** Whether an error is the loss of this race and no other. */
export function isLost(error: unknown, race: string): error is LostRace {
  return error instanceof LostRace && error.race === race;
}

/**
 * Does something that may lose a race.
 * @returns its result, or `lost` when that race was lost; other errors pass.
 */
export async function unlessLost<T>(race: string, act: () => Promise<T>): Promise<T | 'lost'> {
  try {
    return await act();
  } catch (error) {
    if (isLost(error, race)) return 'lost';
    throw error;
  }
}

/**
 * Reads, decides and writes until nobody was faster: `once` loses the race by throwing it. Waits between attempts
 * with jitter.
 * @throws Problem `unavailable` when the race was lost in every attempt
 */
export async function decideAgain<T>(race: string, attempts: number, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if (!isLost(error, race)) throw error;
      if (attempt >= attempts) throw new Problem('unavailable', { retryAfter: 1, cause: error });
    }
    await pause(attempt);
  }
}
