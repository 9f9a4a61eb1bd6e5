import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** A request to AWS before it is signed. */
export interface Unsigned {
  readonly method: string;
  readonly host: string;
  /** Absolute, and encoded as it is sent. */
  readonly path: string;
  /** Names and values, not encoded. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
}

/** Who signs, and for which service of which Region. */
export interface Signer {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly sessionToken?: string | undefined;
  readonly region: string;
  /** The name that the service signs by, such as `s3`. */
  readonly service: string;
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
 * hash is signed, so that AWS refuses a body that arrives changed.
 * @param at RFC 3339 UTC instant.
 */
export function signedHeaders(request: Unsigned, signer: Signer, at: string): Record<string, string> {
  const { method, host, path, body = '' } = request;
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
    // Alone of all services, S3 takes the path as it is sent.
    signer.service === 's3' ? path : path.split('/').map(encoded).join('/'),
    queryText(request.query),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${day}/${signer.region}/${signer.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hashOf(canonical)].join('\n');
  const signature = hmac(signingKey(signer.secretKey, scope), toSign).toString('hex');
  const credential = `${signer.accessKey}/${scope}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

/** The signing key of each service of which one was needed last. */
const lastKeys = new Map<
  string,
  { readonly secretKey: string; readonly scope: string; readonly key: KeyObject }
>();

/** The key that signs within a scope, which is one day, Region and service; made again when one of them changes. */
function signingKey(secretKey: string, scope: string): KeyObject {
  const service = scope.slice(scope.indexOf('/'));
  const last = lastKeys.get(service);
  if (last?.scope === scope && last.secretKey === secretKey) return last.key;
  const first = createSecretKey(`AWS4${secretKey}`, 'utf8');
  const key = scope.split('/').reduce((under, part) => createSecretKey(hmac(under, part)), first);
  lastKeys.set(service, { secretKey, scope, key });
  return key;
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
const hashOf = (content: string | Uint8Array) => hash('sha256', content);
const hmac = (key: KeyObject, text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
