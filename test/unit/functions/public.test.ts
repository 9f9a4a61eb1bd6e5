import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { publicOperations } from '../../../lambdas/api/operations/public.ts';
import { pagePolicy, securityHeaders } from '../../../lambdas/api/security-headers.ts';
import { version } from '../../../lambdas/api/version.ts';
import { expires } from '../../../lambdas/operations/deployment/security-read.ts';
import { logged } from '../../support/log-lines.ts';

/** The function as it is deployed: one bundle, with the page's files and the documents beside it. */
const root = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'habeas-public-'));
const page = {
  'index.html': '<!doctype html><title>Habeas</title>',
  'page.js': 'void 0;',
  'style.css': 'p{}',
  'icon.svg': '<svg/>',
};
const texts = { 'texts-de.json': '{"ask":"für"}' };

type Handler = (event: APIGatewayProxyEvent, context: object) => Promise<APIGatewayProxyResult>;

let handler: Handler;

/** A function instance whose bundle lies in this folder. */
async function instanceIn(place: string): Promise<Handler> {
  const { handler: own } = await import(pathToFileURL(join(place, 'index.mjs')).href);
  return own;
}

beforeAll(async () => {
  mkdirSync(join(folder, 'page', 'texts'), { recursive: true });
  for (const [name, content] of Object.entries(page)) writeFileSync(join(folder, 'page', name), content);
  for (const [name, content] of Object.entries(texts))
    writeFileSync(join(folder, 'page', 'texts', name), content);
  writeFileSync(join(folder, 'secret.json'), '{}');
  writeFileSync(join(folder, 'page', 'notes.txt'), 'not for the web');
  for (const name of ['openapi.json', 'api.html'])
    cpSync(join(root, 'docs', name), join(folder, 'docs', name));
  await build({
    entryPoints: [join(root, 'lambdas', 'functions', 'public.ts')],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  handler = await instanceIn(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

interface Asked {
  readonly file?: string;
  readonly query?: Record<string, string[]>;
  readonly from?: Handler;
  readonly method?: string;
  readonly path?: string;
}

async function get(name: string, { file, query, from = handler, method = 'GET', path }: Asked = {}) {
  const row = publicOperations.find((one) => one.name === name);
  const event = {
    httpMethod: method,
    resource: path ?? row?.path,
    pathParameters: file === undefined ? null : { file },
    multiValueQueryStringParameters: query ?? null,
    headers: {},
    body: null,
    requestContext: { requestId: 'request-1' },
  } as unknown as APIGatewayProxyEvent;
  const { result, text } = await logged(() => from(event, {}));
  return { ...result, log: text };
}

describe('the page', () => {
  test('is served under its own policy, and stored nowhere on the way', async () => {
    const answer = await get('page.read');
    expect(answer).toMatchObject({ statusCode: 200, body: page['index.html'] });
    expect(answer.headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': pagePolicy,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
  });

  test.each([
    ['page.js', 'text/javascript; charset=utf-8', page['page.js']],
    ['style.css', 'text/css; charset=utf-8', page['style.css']],
    ['icon.svg', 'image/svg+xml', page['icon.svg']],
    ['texts-de.json', 'application/json', texts['texts-de.json']],
  ])('has the file %s as %s', async (file, type, body) => {
    const answer = await get('page.file', { file });
    expect(answer).toMatchObject({ statusCode: 200, body });
    expect(answer.headers).toMatchObject({ ...securityHeaders, 'Content-Type': type });
  });

  test.each([
    'missing.js',
    'notes.txt',
    'index.html',
    'secret.json',
    'openapi.json',
    '../secret.json',
    '..%2fsecret.json',
    'texts/texts-de.json',
    '/etc/passwd',
    'page.js\0.css',
    'PAGE.JS',
    '__proto__.js',
    '',
  ])('has no file %j, and says nothing of where it looked', async (file) => {
    const answer = await get('page.file', { file });
    expect(answer.statusCode).toBe(404);
    expect(answer.body + answer.log).not.toContain(folder);
  });

  test('takes no query', async () => {
    expect(await get('page.read', { query: { token: ['x'] } })).toMatchObject({ statusCode: 400 });
  });
});

describe('a method', () => {
  test.each(['page.read', 'health.read', 'docs.read', 'keys.read'] as const)(
    'HEAD answers of %s what GET answers, without the body',
    async (name) => {
      const [head, whole] = await Promise.all([get(name, { method: 'HEAD' }), get(name)]);
      expect(head).toMatchObject({ statusCode: whole.statusCode, headers: whole.headers, body: '' });
    },
  );

  test.each([
    ['POST', '/health', 'GET, HEAD'],
    ['HEAD', '/v1/tenants', 'GET, POST'],
    ['OPTIONS', '/v1/individual/session', 'DELETE, GET, PATCH, POST'],
    ['PATCH', '/v1/tenants/{tenant}/disclosures', 'POST'],
  ])('%s, which %s does not have, is answered with those it has', async (method, path, allow) => {
    const { statusCode, headers, body } = await get('', { method, path });
    expect(String(headers?.Allow).split(', ').sort().join(', ')).toBe(allow);
    expect(statusCode).toBe(405);
    if (method !== 'HEAD') expect(JSON.parse(body).type).toBe('urn:habeas:problem:method-not-allowed');
  });
});

describe('the documents', () => {
  test('are the committed ones', async () => {
    const openapi = await get('openapi.read');
    expect(openapi.body).toBe(readFileSync(join(root, 'docs', 'openapi.json'), 'utf8'));
    expect(openapi.headers).toMatchObject({ 'Content-Type': 'application/json' });
    const docs = await get('docs.read');
    expect(docs.body).toBe(readFileSync(join(root, 'docs', 'api.html'), 'utf8'));
    expect(docs.headers).toMatchObject({ 'Content-Security-Policy': pagePolicy });
  });

  test('that are missing beside the bundle are a fault of the deployment, and say no path', async () => {
    const bare = join(folder, 'bare');
    cpSync(join(folder, 'index.mjs'), join(bare, 'index.mjs'));
    const answer = await get('docs.read', { from: await instanceIn(bare) });
    expect(answer.statusCode).toBe(500);
    expect(answer.body + answer.log).not.toContain('api.html');
  });
});

describe('health', () => {
  test('says the version that package.json says', async () => {
    const { version: packaged } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(version).toBe(packaged);
    expect(JSON.parse((await get('health.read')).body)).toEqual({ status: 'ok', version });
  });
});

describe('security.txt (RFC 9116)', () => {
  test('names the contact and address that the deployment configured', async () => {
    vi.stubEnv('SECURITY_CONTACT', 'mailto:security@praxis-nord.example');
    vi.stubEnv('BASE_URL', 'https://habeas.praxis-nord.example');
    const { body, headers } = await get('security.read');
    expect(body.split('\n')).toEqual([
      'Contact: mailto:security@praxis-nord.example',
      `Expires: ${expires}`,
      'Preferred-Languages: en, de',
      'Canonical: https://habeas.praxis-nord.example/.well-known/security.txt',
      '',
    ]);
    expect(headers).toMatchObject({ 'Content-Type': 'text/plain; charset=utf-8' });
  });

  test('has a contact even where none is configured: the field is required', async () => {
    expect((await get('security.read')).body).toMatch(/^Contact: mailto:\S+@\S+$/m);
  });

  test('does not expire within 30 days, and not later than in a year', () => {
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    expect(days, 'look at lambdas/operations/deployment/security-read.ts and set a new date').toBeGreaterThan(
      30,
    );
    expect(days).toBeLessThan(366);
  });
});
