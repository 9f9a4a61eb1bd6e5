import { describe, expect, test } from 'vitest';
import { securityHeaders } from '../../../lambdas/api/security-headers.ts';
import { Problem, type ProblemCode, problems } from '../../../lambdas/domain/problems.ts';
import { logged } from '../../support/log-lines.ts';
import { create, principal, problemOf, served, tenant, unknown } from '../../support/served-function.ts';

const codes = Object.keys(problems) as ProblemCode[];
const throwing = (error: unknown) => () => {
  throw error;
};
const body = JSON.stringify({ name: 'Labor' });
const requestLine = (lines: unknown[]) =>
  lines.filter((line) => (line as { message?: string }).message === 'request');

test('a caller without a principal is told to come with a bearer token', async () => {
  const { call } = served();
  const { result } = await logged(() => call(create(body, { principal: undefined })));
  expect(result).toMatchObject({ statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer' } });
});

describe('an error of AWS', () => {
  const named = (name: string) => Object.assign(new Error('not for anybody'), { name });

  test.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'TimeoutError',
    'DependencyTimeoutException',
    'KeyUnavailableException',
    'KMSInvalidStateException',
    'ServiceUnavailable',
  ])('that passes (%s) is 503 with a time to retry', async (name) => {
    const { call } = served({}, throwing(named(name)));
    const { result, text } = await logged(() => call(create(body)));
    expect(result).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
    expect(result.body + text).not.toContain('not for anybody');
  });

  test.each(['ECONNRESET', 'ETIMEDOUT'])(
    'of a connection that broke (%s) is one that passes',
    async (code) => {
      const { call } = served({}, throwing(Object.assign(new Error('not for anybody'), { code })));
      const { result } = await logged(() => call(create(body)));
      expect(result).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
    },
  );

  test('that does not pass is 500 and says nothing of it', async () => {
    const { call } = served({}, throwing(named('AccessDeniedException')));
    const { result, text } = await logged(() => call(create(body)));
    expect(result.statusCode).toBe(500);
    expect(result.body).not.toContain('AccessDenied');
    expect(text).not.toContain('not for anybody');
  });
});

describe('every problem', () => {
  test.each(codes)('%s is answered as RFC 9457 says, with every security header', async (code) => {
    const { call } = served({}, throwing(new Problem(code, { retryAfter: 3, detail: 'a sentence' })));
    const { result } = await logged(() => call(create(body)));
    const [status, title] = problems[code];
    expect(result.statusCode).toBe(status);
    expect(problemOf(result)).toEqual({
      type: `urn:habeas:problem:${code}`,
      title,
      status,
      detail: 'a sentence',
      instance: 'request-1',
    });
    expect(result.headers).toMatchObject({
      ...securityHeaders,
      'Content-Type': 'application/problem+json',
      'X-Request-Id': 'request-1',
      'Retry-After': '3',
    });
  });

  test.each(codes)('%s is one line in the log, of ids and codes', async (code) => {
    const { call } = served({}, throwing(new Problem(code, { detail: 'not for logs' })));
    const { lines, text } = await logged(() => call(create(body)));
    expect(requestLine(lines)).toMatchObject([
      { operation: 'thing.create', problem: code, requestId: 'request-1', tenant, principal },
    ]);
    expect(text).not.toMatch(/not for logs|Labor/);
  });

  test.each<[ProblemCode, string]>([
    ['wrong-code', 'CodeRefused'],
    ['consent-required', 'DisclosureRefused'],
    ['link-used', 'LinkReplayed'],
    ['forbidden', 'OperationRefused'],
    ['not-found', 'OperationRefused'],
    ['invalid-request', 'RequestRejected'],
    ['unauthenticated', 'RequestRejected'],
    ['version-mismatch', 'RequestRejected'],
    ['too-large', 'RequestRejected'],
    ['unsupported-media-type', 'RequestRejected'],
    ['too-many-requests', 'RequestRejected'],
  ])('%s is counted as %s', async (code, metric) => {
    const { call } = served({}, throwing(new Problem(code)));
    const { text } = await logged(() => call(create(body)));
    expect(text.match(new RegExp(`"${metric}":1`, 'g'))).toHaveLength(1);
  });
});

describe('a refusal stands in the audit log before it is answered', () => {
  const refusals = codes.filter((code) => [403, 404, 409, 410, 423].includes(problems[code][0]));

  test.each(refusals)('%s', async (code) => {
    const order: string[] = [];
    const { call } = served(
      {
        recordRefusal: async (refusal) => {
          await Promise.resolve();
          order.push(`${refusal.operation} ${refusal.code}`);
        },
      },
      throwing(new Problem(code)),
    );
    const { result } = await logged(() => call(create(body)));
    order.push('answered');
    expect([result.statusCode, order]).toEqual([problems[code][0], [`thing.create ${code}`, 'answered']]);
  });

  test.each(refusals)('%s is not answered at all when it cannot be recorded: 503', async (code) => {
    const { call } = served(
      { recordRefusal: () => Promise.reject(new Error('throttled: arn:aws:dynamodb:secret')) },
      throwing(new Problem(code)),
    );
    const { result, text } = await logged(() => call(create(body)));
    expect(result.statusCode).toBe(503);
    expect(problemOf(result).type).toBe('urn:habeas:problem:unavailable');
    expect(result.headers).toMatchObject({ 'Retry-After': '1' });
    expect(result.body + text).not.toContain('arn:aws');
  });

  test('once, when the handler has recorded it together with what it decided', async () => {
    const { call, seen } = served({}, throwing(new Problem('consent-required').asRecorded()));
    const { result } = await logged(() => call(create(body)));
    expect([result.statusCode, seen.refusals]).toEqual([403, []]);
  });

  test.each(codes.filter((code) => !refusals.includes(code)))('%s writes nothing', async (code) => {
    const { call, seen } = served({}, throwing(new Problem(code)));
    await logged(() => call(create(body)));
    expect(seen.refusals).toEqual([]);
  });

  test('an operation that is not in the table is refused and recorded as unknown', async () => {
    const { call, seen } = served();
    const { result } = await logged(() => call(unknown()));
    expect([result.statusCode, seen.refusals[0]?.operation]).toEqual([404, 'unknown']);
  });
});

describe('what nobody expected', () => {
  const secrets = 'ConditionalCheckFailed for Erika Brandt at arn:aws:kms:eu:1:key/2';

  test.each<[string, unknown]>([
    ['an error', new Error(secrets)],
    ['an error of AWS', Object.assign(new Error(secrets), { name: 'AccessDeniedException', $metadata: {} })],
    ['an error with a cause', new Error('outer', { cause: new Error(secrets) })],
    ['a text', secrets],
    ['nothing', undefined],
  ])('%s becomes 500 and says nothing of itself', async (_, thrown) => {
    const { call } = served({}, throwing(thrown));
    const { result, text } = await logged(() => call(create(body)));
    expect(result.statusCode).toBe(500);
    expect(Object.keys(problemOf(result)).sort()).toEqual(['instance', 'status', 'title', 'type']);
    expect(result.body + text).not.toMatch(/Erika|arn:aws|ConditionalCheck/);
  });

  test('its class and place are logged, for whoever has to mend it', async () => {
    const { call } = served({}, throwing(new TypeError(secrets)));
    const { lines } = await logged(() => call(create(body)));
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: 'fault',
        fault: 'TypeError',
        frames: expect.stringContaining('at '),
      }),
    );
  });

  test('an answer that is not what the table says does not leave', async () => {
    const { call } = served({}, () => ({ body: { id: 7 as unknown as string } }));
    const { result } = await logged(() => call(create(body)));
    expect([result.statusCode, problemOf(result).type]).toEqual([500, 'urn:habeas:problem:internal']);
  });
});

describe('a success', () => {
  test('has what the table declares and no more, its version, every security header and one line', async () => {
    const { call } = served();
    const { result, lines } = await logged(() => call(create(body)));
    expect(result).toEqual({
      statusCode: 201,
      headers: {
        ...securityHeaders,
        'Content-Type': 'application/json',
        'X-Request-Id': 'request-1',
        ETag: '"v7"',
      },
      body: '{"id":"thing.create"}',
    });
    expect(lines).toHaveLength(1);
    expect(lines).toMatchObject([{ message: 'request', status: 201, milliseconds: expect.any(Number) }]);
  });
});
