import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Operation } from '../../lambdas/api/operation.ts';
import { page } from '../../lambdas/api/parameters.ts';
import type { MemberAuthority, SessionAuthority, Tenant } from '../../lambdas/domain/members/authority.ts';
import type { ProblemCode } from '../../lambdas/domain/problems.ts';
import type { Ports } from '../../lambdas/http/ports.ts';
import { serve } from '../../lambdas/http/serve.ts';

/** A function made for these tests: one operation of each kind, answering with what it was given. */
const rows = [
  {
    name: 'thing.create',
    method: 'POST',
    path: '/v1/tenants/{tenant}/notices',
    function: 'tenants',
    summary: 'A change by a member',
    who: ['admin'],
    body: z.strictObject({
      name: z.string().check(z.maxLength(40)),
      inner: z.optional(z.strictObject({ count: z.int() })),
      any: z.optional(z.unknown()),
    }),
    idempotent: true,
    status: 201,
    answer: z.object({ id: z.string() }),
  },
  {
    name: 'thing.replace',
    method: 'PUT',
    path: '/v1/tenants/{tenant}/notices/{notice}',
    function: 'tenants',
    summary: 'A change of one version',
    who: ['admin', 'provider'],
    body: z.strictObject({}),
    bodyLimit: 64 * 1024,
    status: 200,
    answer: z.object({ id: z.string() }),
    versioned: true,
  },
  {
    name: 'thing.list',
    method: 'GET',
    path: '/v1/tenants/{tenant}/notices',
    function: 'tenants',
    summary: 'A list',
    who: ['admin'],
    query: z.strictObject(page),
    status: 200,
    answer: z.object({ id: z.string() }),
  },
  {
    name: 'mine.read',
    method: 'GET',
    path: '/v1/individual/data',
    function: 'individuals',
    summary: 'A look by the individual',
    who: ['confirmed'],
    status: 200,
    answer: z.object({ id: z.string() }),
  },
  {
    name: 'mine.change',
    method: 'POST',
    path: '/v1/individual/session/code',
    function: 'individuals',
    summary: 'A change by the individual',
    who: ['link', 'confirmed'],
    body: z.strictObject({}),
    status: 200,
    answer: z.object({ id: z.string() }),
  },
  {
    name: 'mine.open',
    method: 'POST',
    path: '/v1/individual/session',
    function: 'individuals',
    summary: 'A call of the page without a session',
    who: ['public'],
    body: z.strictObject({}),
    status: 201,
    answer: z.object({ id: z.string() }),
  },
] as const satisfies readonly Operation[];

export const tenant = `tnt_${'1'.repeat(32)}`;
export const notice = `ntc_${'2'.repeat(32)}`;
export const principal = 'a'.repeat(64);
export const origin = 'https://habeas.example';
export const csrf = 'the-csrf-token';
export const cookie = '__Host-habeas=the-session';

export const admin: MemberAuthority = {
  kind: 'member',
  principal,
  ref: 'b'.repeat(64),
  roles: ['admin'],
  rights: [],
  cursorSecret: new Uint8Array(32),
};
export const session: SessionAuthority = {
  kind: 'session',
  level: 'confirmed',
  tenant: { id: tenant } as Tenant,
  individual: `ind_${'3'.repeat(32)}`,
  session: 'c'.repeat(64),
  csrf,
  endsAt: '2026-11-24T10:00:00.000Z',
  extensions: 0,
  language: 'de',
  link: 'd'.repeat(64),
};

/** What the function's ports saw and its handlers did. */
interface Seen {
  readonly refusals: { operation: string; code: ProblemCode; authority?: unknown; principal?: unknown }[];
  readonly calls: { name: string; body: unknown; query: unknown; key?: unknown; ifMatch?: unknown }[];
}

/** Such a function, with ports that remember; `ports` and `act` take the place of what would go well. */
export function served(ports: Partial<Ports> = {}, act?: () => { readonly body: { readonly id: string } }) {
  const seen: Seen = { refusals: [], calls: [] };
  const handle =
    (name: string) =>
    async (call: { body?: unknown; query?: unknown; idempotencyKey?: unknown; ifMatch?: unknown }) => {
      const answer = act?.();
      seen.calls.push({
        name,
        body: call.body,
        query: call.query,
        key: call.idempotencyKey,
        ifMatch: call.ifMatch,
      });
      if (answer) return answer;
      // `extra` is not in the answer's schema.
      return { body: { id: name, extra: 'undeclared' }, version: 7 };
    };
  const handler = serve(
    rows,
    {
      'thing.create': handle('thing.create'),
      'thing.replace': handle('thing.replace'),
      'thing.list': handle('thing.list'),
      'mine.read': handle('mine.read'),
      'mine.change': handle('mine.change'),
      'mine.open': handle('mine.open'),
    },
    {
      now: () => '2026-11-24T09:00:00.000Z',
      origin: () => origin,
      membership: async () => admin,
      session: async () => session,
      recordRefusal: async (refusal) => void seen.refusals.push(refusal),
      ...ports,
    },
  );
  const call = (event: APIGatewayProxyEvent) =>
    (handler as unknown as (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>)(
      event,
      {} as Context,
    );
  return { call, seen };
}

/** A request as API Gateway hands it on; `text` is the raw body. */
export interface Request {
  readonly text?: string;
  readonly base64?: boolean;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string[]>;
  readonly headers?: Record<string, string>;
  readonly principal?: unknown;
}

const eventOf = (name: string, request: Request): APIGatewayProxyEvent => {
  const row = rows.find((one) => one.name === name);
  return {
    httpMethod: row?.method,
    resource: row?.path,
    pathParameters: request.path ?? null,
    multiValueQueryStringParameters: request.query ?? null,
    headers: request.headers ?? {},
    body: request.text ?? null,
    isBase64Encoded: request.base64 ?? false,
    requestContext: {
      requestId: 'request-1',
      authorizer: 'principal' in request ? { principal: request.principal } : { principal },
    },
  } as unknown as APIGatewayProxyEvent;
};

const json = { 'content-type': 'application/json' };

/** A member's change with this raw body. */
export const create = (text: string, request: Request = {}) =>
  eventOf('thing.create', { text, path: { tenant }, headers: json, ...request });

/** A member's change of a version. */
export const replace = (headers: Record<string, string> = {}, request: Request = {}) =>
  eventOf('thing.replace', {
    text: '{}',
    path: { tenant, notice },
    headers: { ...json, ...headers },
    ...request,
  });

/** A member's look at a list. */
export const list = (query?: Record<string, string[]>, request: Request = {}) =>
  eventOf('thing.list', { path: { tenant }, ...(query && { query }), ...request });

/** A call of the individual's page. */
export const fromPage = (
  name: 'mine.read' | 'mine.change' | 'mine.open',
  headers: Record<string, string> = {},
) =>
  eventOf(name, {
    ...(name !== 'mine.read' && { text: '{}' }),
    headers: { ...json, cookie, origin, 'x-csrf-token': csrf, ...headers },
    principal: undefined,
  });

/** A call that the gateway would never pass on. */
export const unknown = (): APIGatewayProxyEvent => ({ ...list(), resource: '/v1/nothing' });

/** Problem details in an answer. */
export const problemOf = ({ body }: APIGatewayProxyResult) =>
  JSON.parse(body) as {
    type: string;
    status: number;
    detail?: string;
    instance: string;
    errors?: { pointer: string; detail: string }[];
  };
