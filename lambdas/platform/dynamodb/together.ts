/**
 * Runs workers at once and waits for all of them, also when one fails: a function that answers while some still work
 * would be frozen with them, and wake up in its next call.
 * @throws the first failure, once all have ended
 */
export async function together(workers: Iterable<Promise<unknown>>): Promise<void> {
  const ended = await Promise.allSettled(workers);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** Runs one act at a time. Whoever asks while one is under way shares the next, which begins after they asked. */
export function oneAtATime(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        running = act();
        next = undefined;
        return running;
      });
    return next;
  };
}
