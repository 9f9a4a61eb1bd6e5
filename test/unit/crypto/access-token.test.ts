import { createHmac } from 'node:crypto';
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyAccessToken } from '../../../lambdas/crypto/access-token.ts';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abc';
const rules = { issuer, scope: 'habeas/api' };
const now = '2026-11-24T09:00:00.000Z';
const second = Date.parse(now) / 1000;
const good = {
  iss: issuer,
  sub: 'machine-1',
  token_use: 'access',
  scope: 'habeas/api',
  client_id: 'machine-1',
  iat: second - 10,
  exp: second + 600,
};

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let ours: Keys;
let theirs: Keys;
let elliptic: Keys;
let publicPem: string;
let keySet: ReturnType<typeof createLocalJWKSet>;

beforeAll(async () => {
  [ours, theirs, elliptic] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
  ]);
  publicPem = await exportSPKI(ours.publicKey);
  keySet = createLocalJWKSet({
    keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }],
  });
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token signed by a key, by default the issuer's own. */
function signed(
  claims: JWTPayload = good,
  header: Record<string, unknown> = {},
  key = ours.privateKey,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
    .sign(key, { crit: { b64: true, exp: true } });
}

const without = (claim: keyof typeof good): JWTPayload =>
  Object.fromEntries(Object.entries(good).filter(([name]) => name !== claim));
const verdict = (
  authorization: readonly string[],
  expected: Parameters<typeof verifyAccessToken>[1] = rules,
) => verifyAccessToken(authorization, expected, keySet, now);
const bearer = (token: string) => [`Bearer ${token}`];

describe('an access token made for this deployment', () => {
  test('says who calls, whatever the case of its scheme and the type it names', async () => {
    const known = { issuer, subject: 'machine-1' };
    expect(await verdict(bearer(await signed()))).toEqual(known);
    expect(await verdict([`bearer ${await signed()}`])).toEqual(known);
    expect(await verdict([`BEARER ${await signed()}`])).toEqual(known);
    expect(await verdict(bearer(await signed(good, { typ: 'JWT' })))).toEqual(known);
    expect(await verdict(bearer(await signed(good, { typ: 'at+jwt' })))).toEqual(known);
  });

  test('may be some seconds ahead or behind, for clocks differ', async () => {
    expect(await verdict(bearer(await signed({ ...good, exp: second - 3 })))).toHaveProperty('subject');
    expect(await verdict(bearer(await signed({ ...good, nbf: second + 3 })))).toHaveProperty('subject');
  });

  test('may carry more scopes than the one that counts', async () => {
    const token = await signed({ ...good, scope: 'openid habeas/api other' });
    expect(await verdict(bearer(token))).toHaveProperty('subject');
  });

  test('may carry its scopes as a list', async () => {
    const token = await signed({ ...good, scope: ['openid', 'habeas/api'] });
    expect(await verdict(bearer(token))).toHaveProperty('subject');
  });

  test.each([{ 'pi.atm': '8' }, { 'x5t#S256': 'abc' }, { x5t: 'abc' }, { cty: 'JWT' }, { nonce: 'n' }])(
    'may carry the header %j, which says nothing here',
    async (header) => expect(await verdict(bearer(await signed(good, header)))).toHaveProperty('subject'),
  );

  test('of another issuer by configuration counts by its audience', async () => {
    const own = { issuer: 'https://login.example', audience: 'https://habeas.example' };
    const { token_use: _, scope: __, ...plain } = { ...good, iss: own.issuer };
    const token = (claims: JWTPayload) => signed(claims).then((one) => verdict(bearer(one), own));
    expect(await token({ ...plain, aud: own.audience })).toHaveProperty('subject');
    expect(await token({ ...plain, aud: ['other', own.audience] })).toHaveProperty('subject');
    expect(await token({ ...plain, aud: 'other' })).toEqual({ refused: 'not-for-us' });
    expect(await token({ ...plain, aud: ['other', 'another'] })).toEqual({ refused: 'not-for-us' });
    expect(await token(plain)).toEqual({ refused: 'not-for-us' });
    expect(await token({ ...plain, aud: own.audience, token_use: 'id' })).toEqual({ refused: 'not-for-us' });
  });
});

/** Headers no caller may come in with, and why each is refused. */
const forgeries: readonly [string, string, () => Promise<readonly string[]> | readonly string[]][] = [
  ['no header', 'malformed', () => []],
  ['an empty header', 'malformed', () => ['']],
  ['a scheme without a token', 'malformed', () => ['Bearer ']],
  ['the Basic scheme', 'malformed', () => [`Basic ${Buffer.from('user:password').toString('base64')}`]],
  ['a token without a scheme', 'malformed', async () => [await signed()]],
  ['two headers, both valid', 'malformed', async () => Array(2).fill(`Bearer ${await signed()}`)],
  [
    'two tokens in one header',
    'malformed',
    async () => [`Bearer ${await signed()}, Bearer ${await signed()}`],
  ],
  ['text that is no token', 'malformed', () => bearer('hunter2')],
  ['a token with an extra part', 'malformed', async () => bearer(`${await signed()}.e30`)],
  [
    'a token without its signature part',
    'malformed',
    async () => bearer((await signed()).split('.').slice(0, 2).join('.')),
  ],
  ['an unsigned token', 'malformed', async () => bearer((await signed()).replace(/[^.]+$/, ''))],
  ['padding after the token', 'malformed', async () => bearer(`${await signed()}==`)],
  ['an oversized token', 'malformed', async () => bearer(await signed({ ...good, more: 'x'.repeat(9000) }))],
  ['the algorithm none', 'forged', () => bearer(`${part({ alg: 'none', kid: 'k1' })}.${part(good)}.AA`)],
  [
    'the algorithm None, spelt otherwise',
    'forged',
    () => bearer(`${part({ alg: 'nOnE', kid: 'k1' })}.${part(good)}.AA`),
  ],
  ['a header that is not JSON', 'forged', () => bearer(`bm90.${part(good)}.AA`)],
  [
    'HS256 with the public key as the secret',
    'forged',
    () => {
      const input = `${part({ alg: 'HS256', kid: 'k1' })}.${part(good)}`;
      return bearer(`${input}.${createHmac('sha256', publicPem).update(input).digest('base64url')}`);
    },
  ],
  [
    'ES256 with a key of its own',
    'forged',
    () => signed(good, { alg: 'ES256' }, elliptic.privateKey).then(bearer),
  ],
  [
    'PS256 with the right key',
    'forged',
    async () => {
      const key = await crypto.subtle.importKey(
        'pkcs8',
        await crypto.subtle.exportKey('pkcs8', ours.privateKey as CryptoKey),
        { name: 'RSA-PSS', hash: 'SHA-256' },
        false,
        ['sign'],
      );
      return bearer(await signed(good, { alg: 'PS256' }, key));
    },
  ],
  ["another key under the issuer's key id", 'forged', () => signed(good, {}, theirs.privateKey).then(bearer)],
  ['a key id nobody knows', 'forged', () => signed(good, { kid: 'k2' }).then(bearer)],
  ['no key id', 'forged', () => signed(good, { kid: undefined }).then(bearer)],
  [
    'a payload changed after signing',
    'forged',
    async () => {
      const [header, , signature] = (await signed()).split('.');
      return bearer([header, part({ ...good, sub: 'machine-2' }), signature].join('.'));
    },
  ],
  [
    'a header that brings its own key',
    'forged',
    async () => signed(good, { jwk: await exportJWK(theirs.publicKey) }, theirs.privateKey).then(bearer),
  ],
  [
    'a header that says where its key is',
    'forged',
    () => signed(good, { jku: 'https://evil.example/jwks' }).then(bearer),
  ],
  [
    'a header that says where its certificate is',
    'forged',
    () => signed(good, { x5u: 'https://evil.example/c' }).then(bearer),
  ],
  ['a header with a certificate', 'forged', () => signed(good, { x5c: ['MIIB'] }).then(bearer)],
  ['a critical extension', 'forged', () => signed(good, { crit: ['exp'], exp: second + 60 }).then(bearer)],
  ['a type that is no access token', 'forged', () => signed(good, { typ: 'dpop+jwt' }).then(bearer)],
  [
    'a payload that is no object',
    'forged',
    async () => {
      const input = `${part({ alg: 'RS256', kid: 'k1' })}.${part([1])}`;
      const bytes = await crypto.subtle.sign(
        'RSASSA-PKCS1-v1_5',
        ours.privateKey as CryptoKey,
        Buffer.from(input),
      );
      return bearer(`${input}.${Buffer.from(bytes).toString('base64url')}`);
    },
  ],
  ['an expired token', 'expired', () => signed({ ...good, exp: second - 6 }).then(bearer)],
  ['a token of the future', 'expired', () => signed({ ...good, nbf: second + 6 }).then(bearer)],
  ['a token that never ends', 'not-for-us', () => signed(without('exp')).then(bearer)],
  [
    'an end that is no number',
    'not-for-us',
    () => signed({ ...good, exp: '9999999999' as unknown as number }).then(bearer),
  ],
  ['another issuer', 'not-for-us', () => signed({ ...good, iss: `${issuer}x` }).then(bearer)],
  ['no issuer', 'not-for-us', () => signed(without('iss')).then(bearer)],
  ['an ID token', 'not-for-us', () => signed({ ...good, token_use: 'id' }).then(bearer)],
  ['a token that does not say its use', 'not-for-us', () => signed(without('token_use')).then(bearer)],
  ['no subject', 'not-for-us', () => signed(without('sub')).then(bearer)],
  ['an empty subject', 'not-for-us', () => signed({ ...good, sub: '' }).then(bearer)],
  ['no scope', 'not-for-us', () => signed(without('scope')).then(bearer)],
  [
    'a scope that only begins alike',
    'not-for-us',
    () => signed({ ...good, scope: 'habeas/api2 xhabeas/api' }).then(bearer),
  ],
  ['a list of other scopes', 'not-for-us', () => signed({ ...good, scope: ['habeas', '/api'] }).then(bearer)],
  [
    'scopes that are no text',
    'not-for-us',
    () => signed({ ...good, scope: { 'habeas/api': 1 } }).then(bearer),
  ],
  [
    'a token of another issuer, by its key and algorithm',
    'not-for-us',
    () =>
      signed({ ...good, iss: 'https://other.example' }, { alg: 'ES256', kid: 'o' }, elliptic.privateKey).then(
        bearer,
      ),
  ],
];

describe('a caller is refused who comes with', () => {
  test.each(forgeries)('%s: %s', async (_, refused, authorization) => {
    expect(await verdict(await authorization())).toEqual({ refused });
  });
});

describe('no verdict is given', () => {
  test('when the deployment says neither scope nor audience', async () => {
    const token = await signed();
    await expect(verdict(bearer(token), { issuer })).rejects.toThrow('neither scope nor audience');
  });

  test("when the issuer's keys cannot be had", async () => {
    const token = await signed();
    const unreachable = () => Promise.reject(new TypeError('fetch failed'));
    await expect(verifyAccessToken(bearer(token), rules, unreachable, now)).rejects.toThrow('fetch failed');
  });
});
