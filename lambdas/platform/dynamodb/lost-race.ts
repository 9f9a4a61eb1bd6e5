import { Problem } from '../../domain/problems.ts';
import { pause } from './backoff.ts';

/**
 * A condition did not hold because somebody else wrote first; `race` is the name that the write gave to that race.
 * The code that raced catches it and reads again; it never reaches a caller of the API.
 */
export class LostRace extends Error {
  override readonly name = 'LostRace';
  readonly race: string;

  constructor(race: string, options: { readonly cause?: unknown } = {}) {
    super(`lost the race: ${race}`, options);
    this.race = race;
  }
}

/** Whether an error is the loss of this race. */
export function isLost(error: unknown, race: string): error is LostRace {
  return error instanceof LostRace && error.race === race;
}

/**
 * Does something that may lose a race.
 * @returns its result, or `lost` when this race was lost; other errors pass through
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
 * Repeats `once` (read, decide, write) while it loses the race, with jittered waits in between.
 * @throws Problem `unavailable` when every attempt lost the race
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
