/*
 * A way to the local AWS that breaks on demand, as if this process died at one of its calls: from the given call
 * on nothing gets through. `after`: that one call still has its effect, but its answer is lost.
 *
 *   const faults = await startFaults(aws.endpoint);   // AWS_ENDPOINT_URL leads through it from now on
 *   faults.dieAt(3, 'after');
 *   await expect(handler(event)).rejects.toThrow();
 *   faults.mend();
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import process from 'node:process';

export interface Faults {
  /** Counts calls anew; the nth and all later ones fail. */
  dieAt(call: number, when: 'before' | 'after'): void;
  mend(): void;
  /** Calls since the last `dieAt` or `mend`. */
  calls(): number;
  stop(): void;
}

export async function startFaults(endpoint: string): Promise<Faults> {
  let count = 0;
  let dead: { readonly call: number; readonly when: 'before' | 'after' } | undefined;
  const server = createServer((incoming, answer) => {
    count++;
    if (!dead || count < dead.call) forward(endpoint, incoming, answer, () => false);
    else if (count === dead.call && dead.when === 'after') forward(endpoint, incoming, answer, () => true);
    else incoming.socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const way = `http://127.0.0.1:${port}`;
  process.env.AWS_ENDPOINT_URL = way;
  process.env.MAIL_QUEUE = process.env.MAIL_QUEUE?.replace(endpoint, way) ?? '';
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
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function forward(
  endpoint: string,
  incoming: IncomingMessage,
  answer: ServerResponse,
  lost: () => boolean,
): void {
  const { method, url, headers } = incoming;
  const outgoing = request(`${endpoint}${url}`, { ...(method && { method }), headers }, (response) => {
    if (lost()) {
      response.resume();
      response.once('end', () => incoming.socket.destroy());
      return;
    }
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  outgoing.once('error', () => incoming.socket.destroy());
  incoming.pipe(outgoing);
}
