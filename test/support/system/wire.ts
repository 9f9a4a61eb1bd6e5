import { type IncomingHttpHeaders, request } from 'node:http';

/** A request as it is to go over the wire: nothing is added to it, nothing is put right. */
export interface Sent {
  readonly method: string;
  /** Path with its query, as it stands in the request line. */
  readonly path: string;
  /** A list sends the header once for each of its values. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/** What came back. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends what a well-behaved client never would: no content type, bodies of GETs, repeated headers, raw paths. */
export function overTheWire(baseUrl: string, sent: Sent): Promise<Received> {
  const { hostname, port } = new URL(baseUrl);
  const { method, path, headers = {}, body } = sent;
  const bytes = body === undefined ? undefined : Buffer.from(body);
  return new Promise((received, failed) => {
    const call = request(
      {
        hostname,
        port,
        method,
        path,
        headers: {
          ...Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [
              name,
              typeof value === 'string' ? value : [...value],
            ]),
          ),
          ...(bytes && { 'content-length': bytes.length }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', failed);
        answer.on('end', () =>
          received({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    call.on('error', failed);
    call.end(bytes);
  });
}
