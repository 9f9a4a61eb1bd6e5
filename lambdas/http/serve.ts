import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { BodyOf, Operation, PathOf, QueryOf } from '../api/operation.ts';
import type { OperationName, RowNamed } from '../api/typed-operations.ts';
import type { BearerAuthority, MemberAuthority, SessionAuthority } from '../domain/members/authority.ts';
import { Problem } from '../domain/problems.ts';
import { authorityOf, principalOf } from './admission.ts';
import { bodyOf, header } from './body.ts';
import type { Answer, Call } from './call.ts';
import type { Ports } from './ports.ts';
import { type Attempt, reportProblems } from './problem-details.ts';
import { rendered } from './response.ts';
import { pathOf, queryOf, validated } from './validation.ts';

/** The type of authority that a handler gets, by who may call its operation. */
type AuthorityFor<O extends Operation> = O['who'][number] extends 'public'
  ? { readonly kind: 'public' }
  : O['who'][number] extends 'public' | 'link' | 'standing' | 'confirmed'
    ? SessionAuthority
    : O extends { readonly ownAuthority: true }
      ? BearerAuthority
      : MemberAuthority;

/** Handles a valid call of an admitted caller. */
type HandlerOf<O extends Operation> = (call: Call<O>, authority: AuthorityFor<O>) => Promise<Answer<O>>;

/** Handles a valid call of the named operation by an admitted caller. */
export type Handler<N extends OperationName> = HandlerOf<RowNamed<N>>;

/** One handler per row of a function, by operation name. */
type Handlers<R extends readonly Operation[]> = {
  readonly [N in R[number]['name']]: HandlerOf<Extract<R[number], { readonly name: N }>>;
};

type AnyHandler = (call: Call, authority: unknown) => Promise<Answer>;

/**
 * Makes the Lambda handler of a function from its operations: it routes (`HEAD` as `GET`, without the body), admits,
 * validates, calls and answers. Every error is answered as problem details, and every refusal is recorded before it is
 * answered.
 */
export function serve<const R extends readonly Operation[]>(rows: R, handlers: Handlers<R>, ports: Ports) {
  const routes = new Map<string, Operation>(rows.map((row) => [`${row.method} ${row.path}`, row]));
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(reportProblems(ports))
    .handler(async (event) => {
      const attempt: Attempt = event;
      const operation = routes.get(
        `${event.httpMethod === 'HEAD' ? 'GET' : event.httpMethod} ${event.resource}`,
      );
      if (!operation) throw notRouted(event.resource, ports);
      attempt.operation = operation;
      attempt.principal = principalOf(event, operation);
      const path = pathOf(event.pathParameters);
      const authority = await authorityOf(event, operation, attempt.principal, path, ports);
      attempt.authority = authority;
      const call: Call = {
        operation,
        path: path as PathOf<Operation>,
        query: queryOf(operation, event.multiValueQueryStringParameters) as QueryOf<Operation>,
        body: validated(operation.body, bodyOf(event, operation)) as BodyOf<Operation>,
        requestId: event.requestContext.requestId,
        at: ports.now(),
        principal: attempt.principal,
        idempotencyKey: idempotencyKeyOf(event, operation),
        ifMatch: ifMatchOf(event, operation),
      };
      const handler = handlers[operation.name as keyof typeof handlers] as unknown as AnyHandler;
      return rendered(operation, await handler(call, authority));
    });
}

function notRouted(path: string, { methodsAt }: Ports): Problem {
  const allow = methodsAt?.(path) ?? [];
  return allow.length > 0 ? new Problem('method-not-allowed', { allow }) : new Problem('not-found');
}

function idempotencyKeyOf(event: APIGatewayProxyEvent, operation: Operation): string | undefined {
  const key = operation.idempotent ? header(event, 'idempotency-key') : undefined;
  if (key !== undefined && !/^[\x21-\x7e]{1,128}$/.test(key))
    throw new Problem('invalid-request', {
      detail: 'Idempotency-Key is 1 to 128 visible ASCII characters',
    });
  return key;
}

function ifMatchOf(event: APIGatewayProxyEvent, operation: Operation): Call['ifMatch'] {
  const tag = operation.versioned ? header(event, 'if-match')?.trim() : undefined;
  if (tag === undefined || tag === '*') return tag;
  const [, version] = /^"v([1-9][0-9]{0,8})"$/.exec(tag) ?? [];
  if (!version) throw new Problem('invalid-request', { detail: 'If-Match is one ETag, such as "v1", or *' });
  return Number(version);
}
