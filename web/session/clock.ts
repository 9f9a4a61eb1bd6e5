const warning = 2 * 60_000;

/**
 * Watches the end of a session: `warn` two minutes before, `end` when it is over, also after a device slept.
 * @param left milliseconds that are left.
 * @returns stops watching.
 */
export function watch(left: number, warn: () => void, end: () => void): () => void {
  const deadline = Date.now() + left;
  let warned = false;
  let timer: ReturnType<typeof setTimeout>;
  const look = () => {
    clearTimeout(timer);
    const now = Date.now();
    if (now >= deadline) {
      stop();
      return end();
    }
    if (now >= deadline - warning && !warned) {
      warned = true;
      warn();
    }
    timer = setTimeout(look, (warned ? deadline : deadline - warning) - now);
  };
  const stop = () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  };
  document.addEventListener('visibilitychange', look);
  timer = setTimeout(look, 0);
  return stop;
}
