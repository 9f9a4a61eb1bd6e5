import { monotonic, pauseFor } from '../runtime/clock.ts';
import { anyBelow } from '../runtime/random.ts';
import { isThrottle } from './throttle.ts';

/** Calls at once: at first, and at most. */
const abreastAtFirst = 8;
const abreastAtMost = 64;
/** Milliseconds between two calls: after the first throttle, and at most. */
const shortestGap = 25;
const longestGap = 1000;
/** Calls in a row of which nothing was done, after which something else is wrong than the pace. */
const fruitlessAtMost = 200;

/** Makes many calls as fast as DynamoDB takes them, and not faster. */
export interface Pace {
  /** Whether no new work may be begun. */
  readonly timeIsUp: () => boolean;
  /**
   * Makes a call when it is its turn.
   * @param doneIn which share of an answer's work was done, 0 to 1; by default all.
   * @returns its answer; undefined when the whole call was refused for the moment
   * @throws whatever failed; a throttle only after very many calls in a row of which nothing was done
   */
  call<T>(send: () => Promise<T>, doneIn?: (answer: T) => number): Promise<T | undefined>;
}

/**
 * A pace for calls that share a limit. It starts with a few calls at once and adds to them as long as all is done.
 * At a throttle it halves the calls at once and doubles the gap between them, with jitter; then both recover slowly.
 */
export function newPace(timeIsUp: () => boolean = () => false): Pace {
  let abreast = abreastAtFirst;
  let running = 0;
  let gap = 0;
  let next = 0;
  let slowedAt = 0;
  let fruitless = 0;
  const queue: (() => void)[] = [];

  const turn = async () => {
    if (running >= Math.floor(abreast)) await new Promise<void>((go) => queue.push(go));
    running++;
    const at = Math.max(next, monotonic());
    next = at + (gap === 0 ? 0 : gap / 2 + anyBelow(Math.ceil(gap) + 1));
    if (at > monotonic()) await pauseFor(at - monotonic());
  };
  const leave = () => {
    running--;
    for (let free = Math.floor(abreast) - running; free > 0 && queue.length > 0; free--) queue.shift()?.();
  };
  const slowDown = (sentAt: number) => {
    // Calls sent before the pace was slowed say nothing about the slower one.
    if (sentAt < slowedAt) return;
    slowedAt = monotonic();
    abreast = Math.max(1, abreast / 2);
    gap = Math.min(longestGap, Math.max(shortestGap, gap * 2));
    next = Math.max(next, slowedAt + gap);
  };
  const speedUp = () => {
    abreast = Math.min(abreastAtMost, abreast + (slowedAt === 0 ? 1 : 1 / abreast));
    gap = gap < 1 ? 0 : gap * 0.93;
  };

  return {
    timeIsUp,
    async call(send, doneIn = () => 1) {
      await turn();
      const sentAt = monotonic();
      try {
        const answer = await send();
        const done = doneIn(answer);
        fruitless = done > 0 ? 0 : fruitless + 1;
        if (fruitless > fruitlessAtMost) throw new Error('DynamoDB takes nothing');
        if (done < 1) slowDown(sentAt);
        else speedUp();
        return answer;
      } catch (error) {
        if (!isThrottle(error) || ++fruitless > fruitlessAtMost) throw error;
        slowDown(sentAt);
        return undefined;
      } finally {
        leave();
      }
    },
  };
}
