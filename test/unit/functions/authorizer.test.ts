import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { logged } from '../../support/log-lines.ts';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abc';
const arn = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/v1/tenants';
const seconds = () => Math.floor(Date.now() / 1000);

let server: Server;
let address: string;
let asked = 0;
let published: JWK[] = [];
let key: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  published = [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }];
  server = createServer((_, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
});
afterAll(() => new Promise((done) => server.close(done)));

beforeEach(() => {
  asked = 0;
  vi.resetModules();
  vi.stubEnv('ISSUER', issuer);
  vi.stubEnv('TOKEN_SCOPE', 'habeas/api');
  vi.stubEnv('JWKS_URL', address);
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Habeas');
});
afterEach(() => vi.unstubAllEnvs());

// Each test gets a function instance of its own, with nothing cached.
const instance = async () => (await import('../../../lambdas/functions/authorizer.ts')).handler;

const token = (claims: Record<string, unknown> = {}, kid = 'k1') =>
  new SignJWT({ sub: 'machine-1', token_use: 'access', scope: 'habeas/api', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(issuer)
    .setExpirationTime((claims.exp as number | undefined) ?? seconds() + 60)
    .sign(key);

const event = (multiValueHeaders: Record<string, string[]> | null, headers: Record<string, string> = {}) =>
  ({
    type: 'REQUEST',
    methodArn: arn,
    headers,
    multiValueHeaders,
    requestContext: { requestId: 'req-1' },
  }) as unknown as APIGatewayRequestAuthorizerEvent;

test('a valid token lets its principal, and nothing else, through to the whole stage', async () => {
  const handler = await instance();
  const valid = await token();
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

test('the header is found in any spelling, in either form of the event', async () => {
  const handler = await instance();
  const value = `Bearer ${await token()}`;
  for (const one of [event({ authorization: [value] }), event(null, { AUTHORIZATION: value })])
    await expect(logged(() => handler(one))).resolves.toBeDefined();
});

test('a refused token is answered with exactly the message that API Gateway turns into 401', async () => {
  const handler = await instance();
  const valid = `Bearer ${await token()}`;
  const expired = `Bearer ${await token({ exp: seconds() - 60 })}`;
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

test('each call writes one line that names outcome and request, and counts what was forged; never the token', async () => {
  const handler = await instance();
  const forged = `Bearer ${await token({}, 'k2')}`;
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

test('keys are asked for once, and made-up key ids do not ask again and again', async () => {
  const handler = await instance();
  const attempts = [token(), token(), token({}, 'k2'), token({}, 'k3'), token({}, 'k4'), token()];
  for (const attempt of attempts) {
    const value = `Bearer ${await attempt}`;
    await logged(() => handler(event({ Authorization: [value] })).catch(() => undefined));
  }
  expect(asked).toBe(1);
});

test("without the issuer's keys nobody is refused and nobody let in: it failed", async () => {
  vi.stubEnv('JWKS_URL', address.replace(/:\d+\//, ':1/'));
  const handler = await instance();
  const value = `Bearer ${await token()}`;
  const { text } = await logged(() =>
    expect(handler(event({ Authorization: [value] }))).rejects.toThrow(/^Unavailable$/),
  );
  expect(text).toContain('"TokenNotVerified":1');
});
