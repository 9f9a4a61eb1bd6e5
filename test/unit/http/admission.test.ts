import { describe, expect, test } from 'vitest';
import type { MemberAuthority, SessionAuthority } from '../../../lambdas/domain/members/authority.ts';
import { Problem } from '../../../lambdas/domain/problems.ts';
import { logged } from '../../support/log-lines.ts';
import {
  admin,
  cookie,
  create,
  csrf,
  fromPage,
  list,
  origin,
  principal,
  problemOf,
  served,
  session,
} from '../../support/served-function.ts';

type Ports = Parameters<typeof served>[0];
type Event = Parameters<ReturnType<typeof served>['call']>[0];

/** What a function with these ports answers, and whether its handler was reached. */
async function answerTo(event: Event, ports: Ports = {}) {
  const { call, seen } = served(ports);
  const { result } = await logged(() => call(event));
  return {
    status: result.statusCode,
    problem: result.statusCode >= 400 ? problemOf(result).type.slice(19) : undefined,
    seen,
  };
}

const member = (change: Partial<MemberAuthority>): Ports => ({
  membership: async () => ({ ...admin, ...change }),
});
const individual = (change: Partial<SessionAuthority>): Ports => ({
  session: async () => ({ ...session, ...change }),
});
const noMembership = () => Promise.reject(new Error('must not be read'));

describe('a member is let in', () => {
  test('only with a principal that the authorizer verified, before anything is read', async () => {
    for (const claimed of [
      undefined,
      null,
      '',
      'me',
      principal.toUpperCase(),
      `${principal}0`,
      [principal],
      { principal },
    ]) {
      const got = await answerTo(list(undefined, { principal: claimed }), { membership: noMembership });
      expect(got).toMatchObject({
        status: 401,
        problem: 'unauthenticated',
        seen: { calls: [], refusals: [] },
      });
    }
  });

  test('not because a header says so', async () => {
    const got = await answerTo(
      list(undefined, {
        principal: undefined,
        headers: { principal, 'x-principal': principal, authorization: `Bearer ${principal}` },
      }),
    );
    expect(got.status).toBe(401);
  });

  test('as what the membership says with this call', async () => {
    const asked: unknown[] = [];
    await answerTo(list(), {
      membership: async (...question) => {
        asked.push(question);
        return admin;
      },
    });
    expect(asked).toEqual([[principal, expect.stringMatching(/^tnt_/)]]);
  });

  test.each(['operator', 'provider', 'requester', 'auditor'] as const)(
    'not as %s where an admin is wanted',
    async (role) => {
      const got = await answerTo(list(), member({ roles: [role] }));
      expect(got).toMatchObject({ status: 403, problem: 'forbidden', seen: { calls: [] } });
      expect(got.seen.refusals).toMatchObject([
        { code: 'forbidden', authority: { roles: [role] }, principal },
      ]);
    },
  );

  test('not without any role, and with one of several', async () => {
    expect(await answerTo(list(), member({ roles: [] }))).toMatchObject({ status: 403 });
    expect(await answerTo(list(), member({ roles: ['auditor', 'admin'] }))).toMatchObject({ status: 200 });
  });

  test('not into a tenant they have no part in, whatever they send there', async () => {
    const stranger: Ports = { membership: () => Promise.reject(new Problem('not-found')) };
    for (const event of [
      create('{"name":"x"}'),
      create('not JSON'),
      create('x'.repeat(20_000)),
      list({ limit: ['a'] }),
    ])
      expect(await answerTo(event, stranger)).toMatchObject({ status: 404, problem: 'not-found' });
  });
});

describe('the individual is let in', () => {
  test('not without a session cookie', async () => {
    for (const other of [
      '',
      'habeas=the-session',
      'x__Host-habeas=a',
      '__Host-habeas=',
      '__Host-habeas2=a',
      '__host-habeas=a',
    ]) {
      const got = await answerTo(fromPage('mine.read', { cookie: other }), { session: noMembership });
      expect(got).toMatchObject({
        status: 401,
        problem: 'unauthenticated',
        seen: { calls: [], refusals: [] },
      });
    }
  });

  test('not with a bearer token in place of the cookie', async () => {
    const event = { ...fromPage('mine.read', { cookie: '', authorization: 'Bearer x' }) };
    event.requestContext.authorizer = { principal };
    expect(await answerTo(event)).toMatchObject({ status: 401 });
  });

  test('with the cookie among others', async () => {
    const asked: string[] = [];
    const got = await answerTo(fromPage('mine.read', { cookie: `a=b; ${cookie};c=d` }), {
      session: async (value) => {
        asked.push(value);
        return session;
      },
    });
    expect([got.status, asked]).toEqual([200, ['the-session']]);
  });

  test('not when the session has ended', async () => {
    const ended: Ports = { session: () => Promise.reject(new Problem('unauthenticated')) };
    expect(await answerTo(fromPage('mine.read'), ended)).toMatchObject({ status: 401 });
  });

  test('not past the code by link alone, and not by a withdrawal link at all', async () => {
    const byLink = await answerTo(fromPage('mine.read'), individual({ level: 'link' }));
    expect(byLink).toMatchObject({ status: 403, problem: 'code-required', seen: { calls: [] } });
    expect(byLink.seen.refusals).toMatchObject([{ code: 'code-required', authority: { kind: 'session' } }]);
    expect(await answerTo(fromPage('mine.read'), individual({ level: 'standing' }))).toMatchObject({
      status: 403,
      problem: 'forbidden',
    });
  });
});

describe('a change comes from the page itself, or is refused and recorded', () => {
  const foreign: readonly [string, Record<string, string>][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['a host that begins alike', { origin: `${origin}.evil.example` }],
    ['another port', { origin: `${origin}:8443` }],
    ['another scheme', { origin: origin.replace('https', 'http') }],
    ['the origin null', { origin: 'null' }],
    ['no origin', { origin: '' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site, as the browser says', { 'sec-fetch-site': 'same-site' }],
    ['an address typed in, as the browser says', { 'sec-fetch-site': 'none' }],
  ];

  test.each(foreign)('with %s it is refused', async (_, headers) => {
    for (const name of ['mine.change', 'mine.open'] as const) {
      const got = await answerTo(fromPage(name, headers), { session: noMembership });
      expect(got).toMatchObject({ status: 403, problem: 'csrf', seen: { calls: [] } });
      expect(got.seen.refusals).toMatchObject([{ code: 'csrf', operation: name }]);
    }
  });

  test.each([
    ['no token', ''],
    ['another token', 'x'],
    ['the token and more', `${csrf}x`],
  ])('with %s for CSRF it is refused', async (_, token) => {
    const got = await answerTo(fromPage('mine.change', { 'x-csrf-token': token }));
    expect(got).toMatchObject({ status: 403, problem: 'csrf', seen: { calls: [] } });
    expect(got.seen.refusals).toMatchObject([{ code: 'csrf', authority: { kind: 'session' } }]);
  });

  test('no origin is the page’s while the deployment does not know its own', async () => {
    const event = fromPage('mine.change');
    delete event.headers.origin;
    for (const own of ['', undefined])
      expect(await answerTo(event, { origin: () => own as string })).toMatchObject({ problem: 'csrf' });
  });

  test('a read needs neither origin nor CSRF token', async () => {
    const got = await answerTo(fromPage('mine.read', { origin: 'https://evil.example', 'x-csrf-token': '' }));
    expect(got.status).toBe(200);
  });

  test('from the page itself it is let in', async () => {
    expect((await answerTo(fromPage('mine.change', { 'sec-fetch-site': 'same-origin' }))).status).toBe(200);
    expect((await answerTo(fromPage('mine.open'))).status).toBe(201);
  });
});
