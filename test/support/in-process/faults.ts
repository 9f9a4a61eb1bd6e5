/*
 * Breaks the way to the local AWS on demand, as if this process died at one of its calls: from the given call on
 * nothing gets through. `after`: that one call still has its effect, but its answer is lost.
 *
 *   const faults = startFaults(endpoint);
 *   faults.dieAt(3, 'after');
 *   await expect(handler(event)).rejects.toThrow();
 *   faults.mend();
 *
 * It takes hold of this process's own requests: a broken one ends as its socket would, with ECONNRESET.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

export interface Faults {
  /** Counts calls anew; the nth and all later ones fail. */
  dieAt(call: number, when: 'before' | 'after'): void;
  mend(): void;
  /** Calls since the last `dieAt` or `mend`. */
  calls(): number;
  stop(): void;
}

const channel = 'http.client.request.created';

/** Counts and breaks the calls of the emulator at this address. */
export function startFaults(endpoint: string): Faults {
  const { host } = new URL(endpoint);
  let count = 0;
  let dead: { readonly call: number; readonly when: 'before' | 'after' } | undefined;
  const take = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    if (request.getHeader('host') !== host) return;
    count++;
    if (!dead || count < dead.call) return;
    if (count === dead.call && dead.when === 'after') loseAnswer(request);
    else request.destroy(reset());
  };
  subscribe(channel, take);
  return {
    dieAt(call, when) {
      count = 0;
      dead = { call, when };
    },
    mend() {
      count = 0;
      dead = undefined;
    },
    calls: () => count,
    stop: () => void unsubscribe(channel, take),
  };
}

/** Lets a request have its effect, and never tells what was answered. */
function loseAnswer(request: ClientRequest): void {
  const { emit } = request;
  request.emit = (event: string | symbol, ...given: unknown[]) => {
    if (event !== 'response') return emit.call(request, event, ...given);
    const [response] = given as [IncomingMessage];
    // Now and not at its end, after which the request would have nothing left to fail.
    response.once('error', () => undefined).resume();
    request.destroy(reset());
    return true;
  };
}

const reset = () => Object.assign(new Error('the call was broken by the test'), { code: 'ECONNRESET' });
