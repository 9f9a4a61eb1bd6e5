import { request as requestHttp } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import { now, pauseFor } from '../runtime/clock.ts';
import { credentials, endpoint, environment, region } from '../runtime/environment.ts';
import { anyBelow } from '../runtime/random.ts';
import { queryText, signedHeaders, type Unsigned } from '../runtime/signature.ts';

/*
 * The one adapter of S3: signed requests over Node's own client, since the SDK's client of S3 alone is as large as
 * everything else in a function. It has one bucket, that of the exports.
 */

/** Anything that is kept under a key: an object, one of its versions, a delete marker, or an unfinished upload. */
export interface Kept {
  readonly key: string;
  readonly version?: string;
  readonly upload?: string;
}

/** Stores an object, in place of one of the same key. S3 checks that it arrived unchanged. */
export async function putObject(key: string, body: Uint8Array): Promise<void> {
  const { status } = await send({ method: 'PUT', key, body });
  if (status !== 200) throw refused('PUT', status);
}

/** An object's bytes; undefined when there is none of this key. */
export async function getObject(key: string): Promise<Uint8Array | undefined> {
  const { status, body } = await send({ method: 'GET', key });
  if (status === 404) return undefined;
  if (status !== 200) throw refused('GET', status);
  return body;
}

/**
 * Up to a thousand of everything that is kept under keys with a prefix: objects with all their versions and delete
 * markers, and unfinished uploads. Nothing is kept when it is empty.
 */
export async function keptBelow(prefix: string): Promise<Kept[]> {
  const versions = await list({ prefix, versions: '', 'max-keys': '1000' });
  const kept = blocksOf(versions, 'Version|DeleteMarker').map((block) => ({
    key: textIn(block, 'Key'),
    version: textIn(block, 'VersionId'),
  }));
  if (kept.length > 0) return kept;
  const uploads = await list({ prefix, uploads: '', 'max-uploads': '1000' });
  return blocksOf(uploads, 'Upload').map((block) => ({
    key: textIn(block, 'Key'),
    upload: textIn(block, 'UploadId'),
  }));
}

/**
 * Every key under which an object is kept, below a prefix, a page at a time. What is stored or deleted meanwhile may be
 * among them.
 */
export async function* keysBelow(prefix: string): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const page = await list({ prefix, versions: '', 'max-keys': '1000', 'key-marker': after });
    const keys = blocksOf(page, 'Version').map((block) => textIn(block, 'Key'));
    const last = keys.at(-1);
    if (last === undefined) return;
    yield keys;
    after = last;
  }
}

/** Deletes one of them for good, whether it exists or not. */
export async function removeKept({ key, version, upload }: Kept): Promise<void> {
  const query = upload === undefined ? { versionId: version ?? 'null' } : { uploadId: upload };
  const { status } = await send({ method: 'DELETE', key, query });
  if (status !== 204 && status !== 404) throw refused('DELETE', status);
}

async function list(query: Readonly<Record<string, string>>): Promise<string> {
  const { status, body } = await send({ method: 'GET', query });
  if (status !== 200) throw refused('GET', status);
  return Buffer.from(body).toString('utf8');
}

const blocksOf = (xml: string, names: string) =>
  [...xml.matchAll(new RegExp(`<(${names})>(.*?)</\\1>`, 'gs'))].map(([, , block = '']) => block);
const textIn = (xml: string, name: string) =>
  (new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '').replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) =>
      name === undefined
        ? String.fromCodePoint(Number.parseInt(decimal ?? hex ?? '', decimal ? 10 : 16))
        : (entities[name] ?? whole),
  );
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Sending extends Pick<Unsigned, 'query'> {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly key?: string;
  readonly body?: Uint8Array;
}

interface Answered {
  readonly status: number;
  readonly body: Uint8Array;
}

const tries = 6;
/** Milliseconds after which a connection that says nothing is given up: an object of some megabytes takes less. */
const silentFor = 10_000;
const agent = new Agent({ keepAlive: true });

/** Sends a request, again while S3 fails or says “slow down”, ever later. Every request here may be repeated. */
async function send(sending: Sending): Promise<Answered> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await sendOnce(sending);
      if (answer.status < 500 || attempt >= tries) return answer;
    } catch (error) {
      if (attempt >= tries) throw error;
    }
    await pauseFor(anyBelow(2 ** attempt * 50));
  }
}

function sendOnce({ method, key = '', query, body }: Sending): Promise<Answered> {
  const { origin, path } = placeOf(key);
  const headers = signedHeaders(
    { method, host: origin.host, path, query, body },
    { ...credentials(), region: region(), service: 's3' },
    now(),
  );
  const search = queryText(query);
  const target = new URL(`${path}${search === '' ? '' : `?${search}`}`, origin);
  const options = {
    method,
    headers: { ...headers, 'content-length': body?.length ?? 0 },
    timeout: silentFor,
  };
  return new Promise((resolve, reject) => {
    const request =
      target.protocol === 'https:'
        ? requestHttps(target, { ...options, agent })
        : requestHttp(target, options);
    request.once('timeout', () => request.destroy(new Error('S3 said nothing for too long')));
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Uint8Array[] = [];
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    request.end(body);
  });
}

/** Where a key is: below the bucket's own host, or, under a configured endpoint, below a path. */
function placeOf(key: string): { readonly origin: URL; readonly path: string } {
  const bucket = environment('EXPORTS_BUCKET');
  const encoded = key.split('/').map(encodeURIComponent).join('/');
  const configured = endpoint();
  return configured === undefined
    ? { origin: new URL(`https://${bucket}.s3.${region()}.amazonaws.com`), path: `/${encoded}` }
    : { origin: new URL(configured), path: `/${bucket}/${encoded}` };
}

const refused = (method: string, status: number) => new Error(`S3 answered ${status} to ${method}`);
