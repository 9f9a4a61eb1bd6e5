import { createHash, createHmac } from 'node:crypto';

/** A request to S3 before it is signed. */
export interface Unsigned {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly host: string;
  /** Absolute, and encoded as it is sent. */
  readonly path: string;
  /** Names and values, not encoded. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

/** Who signs, and for which Region. */
export interface Signer {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly sessionToken?: string | undefined;
  readonly region: string;
}

/** A query as it is sent and signed: encoded by RFC 3986, in the order of the names. */
export function queryText(query: Unsigned['query'] = {}): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${encoded(name)}=${encoded(query[name] ?? '')}`)
    .join('&');
}

/**
 * The headers of a signed request (AWS Signature Version 4): those given, and what the signature needs. The body's
 * hash is signed, so that S3 refuses a body that arrives changed.
 * @param at RFC 3339 UTC instant.
 */
export function signedHeaders(request: Unsigned, signer: Signer, at: string): Record<string, string> {
  const { method, host, path, body = new Uint8Array() } = request;
  const time = at.replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    host,
    'x-amz-content-sha256': hashOf(body),
    'x-amz-date': time,
    ...(signer.sessionToken !== undefined && { 'x-amz-security-token': signer.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    method,
    path,
    queryText(request.query),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${day}/${signer.region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hashOf(canonical)].join('\n');
  const key = [day, signer.region, 's3', 'aws4_request'].reduce<Uint8Array>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${signer.secretKey}`, 'utf8'),
  );
  const signature = Buffer.from(hmac(key, toSign)).toString('hex');
  const credential = `${signer.accessKey}/${scope}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${names.join(';')},Signature=${signature}`,
  };
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
const hashOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
