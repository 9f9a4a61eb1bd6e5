/*
 * Time that stands still while anything is done, and steps on to the next awakening when all wait: hours pass in
 * milliseconds, and in the same way on every machine. Give its `now` and `wait` to whatever is to live by it.
 */
import { setImmediate } from 'node:timers/promises';

export interface SteppedTime {
  /** Milliseconds since the start. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Does something that takes so long, however long it really takes. */
  during<T>(act: () => Promise<T>, milliseconds: number): Promise<T>;
}

export function steppedTime(): SteppedTime {
  let now = 0;
  let acting = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  let stepping = false;

  const step = async () => {
    if (stepping) return;
    stepping = true;
    while (sleepers.length > 0 && acting === 0) {
      // Whoever was woken begins its next act before time goes on.
      await setImmediate();
      if (acting > 0) break;
      now = Math.max(now, Math.min(...sleepers.map(({ at }) => at)));
      const due = sleepers.filter(({ at }) => at <= now);
      sleepers.splice(0, Infinity, ...sleepers.filter(({ at }) => at > now));
      for (const { wake } of due) wake();
    }
    stepping = false;
  };
  const wait = (milliseconds: number) =>
    new Promise<void>((wake) => {
      sleepers.push({ at: now + milliseconds, wake });
      void step();
    });

  return {
    now: () => now,
    wait,
    async during(act, milliseconds) {
      acting++;
      try {
        return await act();
      } finally {
        acting--;
        await wait(milliseconds);
      }
    },
  };
}
