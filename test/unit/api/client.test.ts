import { describe, expect, expectTypeOf, test } from 'vitest';
import { call, type InputOf, type Reply, type ResultOf } from '../../../lambdas/api/client.ts';

const tenant = `tnt_${'1'.repeat(32)}`;

/** A connection whose answers are given, and which remembers what was asked. */
function connection(answer: Response | (() => Response)) {
  const asked: Request[] = [];
  return {
    asked,
    baseUrl: 'https://habeas.example',
    headers: async () => ({ authorization: 'Bearer t' }),
    fetch: async (...request: Parameters<typeof fetch>) => {
      asked.push(new Request(...request));
      return typeof answer === 'function' ? answer() : answer;
    },
  };
}

const problem = (code: string, status: number) =>
  new Response(JSON.stringify({ type: `urn:habeas:problem:${code}`, title: 't', status, instance: 'r' }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

describe('a call by the client that is made from the table of operations', () => {
  test('goes where the table says, with key, version, query and body', async () => {
    const to = connection(() => Response.json({ id: 'x', version: 1 }));
    await call(to, 'organisation.set', {
      path: { tenant, organisation: 'labor/süd' },
      body: {
        legalName: 'Labor Süd',
        contact: { address: 'x' },
        officer: { name: 'x', contact: 'x' },
        country: 'DE',
        role: 'controller',
        verified: { by: 'x', at: '2026-11-02T09:00:00Z' },
      },
      ifMatch: 3,
      idempotencyKey: 'k',
    });
    await call(to, 'tenant.list', { query: { limit: 3 } });
    const [set, list] = to.asked;
    expect([set?.method, set?.url]).toEqual([
      'PUT',
      `https://habeas.example/v1/tenants/${tenant}/organisations/labor%2Fs%C3%BCd`,
    ]);
    expect(Object.fromEntries(set?.headers ?? [])).toEqual({
      authorization: 'Bearer t',
      'content-type': 'application/json',
      'idempotency-key': 'k',
      'if-match': '"v3"',
    });
    expect(await set?.json()).toMatchObject({ legalName: 'Labor Süd' });
    expect(list?.url).toBe('https://habeas.example/v1/tenants?limit=3');
    expect(list?.body).toBeNull();
  });

  test('gives body, status and headers of a success', async () => {
    const answer = new Response('{"status":"ok","version":"1"}', { headers: { 'x-request-id': 'r' } });
    const reply = await call(connection(answer), 'health.read', {});
    expect(reply).toMatchObject({ ok: true, status: 200, body: { status: 'ok', version: '1' } });
    expect(reply.headers.get('x-request-id')).toBe('r');
  });

  test('gives text where the table has no schema, and nothing where there is nothing', async () => {
    expect(await call(connection(new Response('<p>')), 'docs.read', {})).toMatchObject({ body: '<p>' });
    const removed = call(connection(new Response(null, { status: 204 })), 'member.remove', {
      path: { tenant, member: 'm' },
    });
    expect(await removed).toMatchObject({ ok: true, status: 204, body: undefined });
  });

  test('gives a problem with its code', async () => {
    const reply = await call(connection(problem('consent-required', 403)), 'health.read', {});
    expect(reply).toMatchObject({
      ok: false,
      status: 403,
      problem: { code: 'consent-required', instance: 'r' },
    });
  });

  test.each<[string, Response]>([
    ['a failure of something in between', new Response('Bad gateway', { status: 502 })],
    ['a success of another status', new Response('{}', { status: 201 })],
    ['a redirection', new Response(null, { status: 302, headers: { location: 'https://evil.example' } })],
  ])('does not take %s for an answer', async (_, answer) => {
    await expect(call(connection(answer), 'health.read', {})).rejects.toThrow(/neither as the table says/);
  });

  test('does not reach an operation that is not in the table', async () => {
    await expect(call(connection(problem('x', 400)), 'nothing' as 'health.read', {})).rejects.toThrow(
      RangeError,
    );
  });
});

test('inputs and answers have the types of the table', () => {
  expectTypeOf<InputOf<'tenant.read'>['path']>().toEqualTypeOf<Record<'tenant', string>>();
  expectTypeOf<InputOf<'termination.set'>['body']['reason']>().toEqualTypeOf<
    'customer-request' | 'end-of-service' | 'breach-of-contract' | 'other'
  >();
  expectTypeOf<InputOf<'health.read'>>().not.toHaveProperty('body');
  expectTypeOf<ResultOf<'docs.read'>>().toEqualTypeOf<string>();
  expectTypeOf<ResultOf<'member.remove'>>().toEqualTypeOf<undefined>();
  expectTypeOf<Extract<Reply<'termination.undo'>, { ok: true }>['body']['epoch']>().toEqualTypeOf<number>();
});
