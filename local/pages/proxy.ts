import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { Trouble } from '../process/progress.ts';
import type { OwnPages } from './own-pages.ts';
import { isSafari, plainCookie, secureCookie } from './safari.ts';

export interface ProxyTarget {
  readonly endpoint: string;
  readonly apiId: string;
  readonly apiStage: string;
}

/** Headers that belong to one connection (RFC 9110, 7.6.1) and are never passed on. */
const perConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Where a request for `path` goes: the root of the API's stage on the emulator, then the path unchanged
 * (encoded slashes, dots and queries included).
 * @returns undefined for a request target that is no path, such as `*` or a whole URL.
 */
export function targetPath(
  target: Pick<ProxyTarget, 'apiId' | 'apiStage'>,
  path: string,
): string | undefined {
  return path.startsWith('/') ? `/_aws/execute-api/${target.apiId}/${target.apiStage}${path}` : undefined;
}

/** The raw list of headers without those of the connection; order, case and repetition (Set-Cookie) stay. */
export function passedHeaders(raw: readonly string[]): string[] {
  const named = raw.flatMap((value, at) => (at % 2 === 0 ? [[value, raw[at + 1] ?? ''] as const] : []));
  const listed = named
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((name) => name.trim().toLowerCase()));
  return named
    .filter(([name]) => !perConnection.has(name.toLowerCase()) && !listed.includes(name.toLowerCase()))
    .flat();
}

/**
 * Puts the deployed API behind one stable address on 127.0.0.1, as a custom domain would: page and API share
 * an origin and paths begin at `/`.
 * @throws Trouble when the port is taken.
 */
export function startProxy(port: number, target: ProxyTarget, own: OwnPages): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, target, own).catch(() => fail(outgoing, 502));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Trouble(`Port ${port} is taken.`, 'Try again, or set HABEAS_PORT to a free port.')
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: ProxyTarget,
  own: OwnPages,
): Promise<void> {
  const path = incoming.url ?? '';
  const page = path.startsWith('/_') ? await own(incoming) : undefined;
  if (page !== undefined) {
    outgoing.writeHead(200, {
      'content-type': page.type,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    outgoing.end(page.body);
    return;
  }
  const passed = targetPath(target, path);
  if (passed === undefined) return fail(outgoing, 400);
  pass(incoming, outgoing, target.endpoint, passed);
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, endpoint: string, path: string): void {
  const { hostname, port } = new URL(endpoint);
  const safari = isSafari(incoming.headers['user-agent']);
  const headers = passedHeaders(incoming.rawHeaders).map(safari ? secureCookie : String);
  // Transfer encoding belongs to one connection, but a body of unknown length needs it on the next one, too.
  if (incoming.headers['transfer-encoding'] !== undefined) headers.push('transfer-encoding', 'chunked');
  const onward = request({ hostname, port, path, method: incoming.method, headers }, (answered) => {
    const given = passedHeaders(answered.rawHeaders).map(safari ? plainCookie : String);
    outgoing.writeHead(answered.statusCode ?? 502, given);
    answered.on('error', () => outgoing.destroy());
    answered.pipe(outgoing);
  });
  onward.on('error', () => fail(outgoing, 502));
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

/** Answers a failure of the proxy itself, as problem details like those of the API (RFC 9457). */
function fail(outgoing: ServerResponse, status: 400 | 502): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const title = status === 400 ? 'The request target is no path' : 'The local AWS does not answer';
  outgoing.writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  outgoing.end(JSON.stringify({ type: 'about:blank', title, status }));
}
