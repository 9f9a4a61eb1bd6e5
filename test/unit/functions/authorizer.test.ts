import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Issuer, scope, startIssuer } from '../../support/issuer.ts';
import { logged } from '../../support/log-lines.ts';
import { forgeries } from '../../system/authorisation/forgeries.ts';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abc';
const arn = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/v1/tenants';
const seconds = () => Math.floor(Date.now() / 1000);

let ours: Issuer;
let theirs: Issuer;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([startIssuer(issuer), startIssuer('https://elsewhere.example.org')]);
});
afterAll(() => Promise.all([ours.stop(), theirs.stop()]));

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('ISSUER', issuer);
  vi.stubEnv('TOKEN_SCOPE', scope);
  vi.stubEnv('JWKS_URL', ours.address);
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Habeas');
});
afterEach(() => vi.unstubAllEnvs());

// Each test gets a function instance of its own, with nothing cached.
const instance = async () => (await import('../../../lambdas/functions/authorizer.ts')).handler;

const event = (multiValueHeaders: Record<string, string[]> | null, headers: Record<string, string> = {}) =>
  ({
    type: 'REQUEST',
    methodArn: arn,
    headers,
    multiValueHeaders,
    requestContext: { requestId: 'req-1' },
  }) as unknown as APIGatewayRequestAuthorizerEvent;

test('a valid token lets its principal, and nothing else, through to every path of the API’s stage', async () => {
  const handler = await instance();
  const valid = await ours.token();
  const { result } = await logged(() => handler(event({ Authorization: [`Bearer ${valid}`] })));
  expect(result).toEqual({
    principalId: expect.stringMatching(/^[0-9a-f]{64}$/),
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/*',
        },
      ],
    },
    context: { principal: result.principalId },
  });
});

test('the Authorization header is found in upper and lower case, in either form of the event', async () => {
  const handler = await instance();
  const value = `Bearer ${await ours.token()}`;
  for (const one of [event({ authorization: [value] }), event(null, { AUTHORIZATION: value })])
    await expect(logged(() => handler(one))).resolves.toBeDefined();
});

test('a refused token is answered with exactly the message that API Gateway turns into 401', async () => {
  const handler = await instance();
  const valid = `Bearer ${await ours.token()}`;
  const expired = `Bearer ${await ours.token({ exp: seconds() - 60 })}`;
  const refused = [
    event({}),
    event(null),
    event({ Authorization: ['Bearer x.y.z'] }),
    event({ Authorization: [expired] }),
    event({ Authorization: [valid, valid] }),
    event({ Authorization: [valid], authorization: [valid] }),
  ];
  for (const one of refused) await expect(logged(() => handler(one))).rejects.toThrow(/^Unauthorized$/);
});

/** The ten kinds of callers without a valid token, as the `Authorization` headers they send. */
const refused: Readonly<Record<string, () => Promise<string[]>>> = {
  'no token': async () => [],
  'a true token without its scheme': async () => [await ours.token()],
  'a true token twice': async () => {
    const bearer = `Bearer ${await ours.token()}`;
    return [bearer, bearer];
  },
  'a token of the same issuer for another scope': async () => [
    `Bearer ${await ours.token({ scope: 'reports/read' })}`,
  ],
  'a token of another issuer': async () => [`Bearer ${await theirs.token()}`],
  'an expired token': async () => [`Bearer ${await ours.token({ exp: seconds() - 6 })}`],
  ...Object.fromEntries(
    Object.entries(forgeries).map(([name, forge]) => [
      name,
      async () => [`Bearer ${forge({ token: await ours.token(), issuerKey: ours.publicKey })}`],
    ]),
  ),
};

test('there are ten kinds of callers without a valid token', () => {
  expect(Object.keys(refused)).toHaveLength(10);
});

test.each(Object.entries(refused))('whoever comes with %s is refused', async (_, headers) => {
  const handler = await instance();
  const valid = [`Bearer ${await ours.token()}`];
  const calls = async (Authorization: string[]) => logged(() => handler(event({ Authorization })));
  await expect(calls(await headers())).rejects.toThrow(/^Unauthorized$/);
  // The same function lets the true token in.
  await expect(calls(valid)).resolves.toMatchObject({ result: { context: {} } });
});

test('each call writes one line that names outcome and request, and counts what was forged; never the token', async () => {
  const handler = await instance();
  const forged = `Bearer ${await ours.token({}, 'k2')}`;
  const { text, lines } = await logged(() =>
    handler(event({ Authorization: [forged] })).catch(() => undefined),
  );
  expect(lines.filter((line) => (line as { message?: string }).message === 'token')).toMatchObject([
    { outcome: 'forged', requestId: 'req-1' },
  ]);
  expect(text).toContain('"TokenForged":1');
  for (const secret of [...forged.slice(7).split('.'), 'machine-1', issuer])
    expect(text).not.toContain(secret);
});

test('the issuer’s keys are fetched once, and made-up key ids do not have them fetched again and again', async () => {
  const handler = await instance();
  const before = ours.asked();
  const attempts = [
    ours.token(),
    ours.token(),
    ours.token({}, 'k2'),
    ours.token({}, 'k3'),
    ours.token({}, 'k4'),
    ours.token(),
  ];
  for (const attempt of attempts) {
    const value = `Bearer ${await attempt}`;
    await logged(() => handler(event({ Authorization: [value] })).catch(() => undefined));
  }
  expect(ours.asked() - before).toBe(1);
});

test("without the issuer's keys nobody is refused and nobody let in: the call fails", async () => {
  vi.stubEnv('JWKS_URL', ours.address.replace(/:\d+\//, ':1/'));
  const handler = await instance();
  const value = `Bearer ${await ours.token()}`;
  const { text } = await logged(() =>
    expect(handler(event({ Authorization: [value] }))).rejects.toThrow(/^Unavailable$/),
  );
  expect(text).toContain('"TokenNotVerified":1');
});
