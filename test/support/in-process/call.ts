/*
 * Calls of functions as API Gateway makes them, with the caller's principal as the authorizer gives it.
 *
 *   const call = callsOf({ tenants: handler });
 *   const answer = await call('tenant.read', { as: principalOf('anna'), path: { tenant } });
 *   answer.status, answer.body, answer.headers.ETag
 */
import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { HttpFunction } from '../../../lambdas/api/functions.ts';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { allOperations } from '../../../lambdas/api/operations.ts';
import type { OperationName, RowNamed } from '../../../lambdas/api/typed-operations.ts';
import { expectDocumented } from '../documented.ts';
import { actingAs } from './acting.ts';
import { issuer } from './local-aws.ts';

/** What one call sends; `as` is a principal's id, absent for a caller without a token. */
export interface Sent {
  readonly as?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back; `body` is undefined where there was none. */
export interface Got {
  readonly status: number;
  // The tests say what they expect in it.
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A refusal in short: `403 forbidden`. */
export function refusal({ status, body }: Got): string {
  return `${status} ${String(body.type).replace('urn:habeas:problem:', '')}`;
}

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** The id of a principal of the test issuer, as the authorizer computes it. */
export function principalOf(subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('hex');
}

/** Names of the operations that these functions serve. */
type ServedBy<F extends HttpFunction> = {
  [N in OperationName]: RowNamed<N>['function'] extends F ? N : never;
}[OperationName];

/** Calls of operations by name, each of the function that serves it; given are the handlers of the functions. */
export function callsOf<F extends HttpFunction>(handlers: Readonly<Record<F, unknown>>) {
  return async (name: ServedBy<F>, sent: Sent = {}): Promise<Got> => {
    const row = allOperations.find((one) => one.name === name);
    if (!row || !(row.function in handlers)) throw new Error(`no operation ${name}`);
    const handler = handlers[row.function as F] as Handler;
    const answer = await actingAs(row.function, () => handler(eventOf(row, sent), {} as Context));
    const body = answer.body === '' ? {} : JSON.parse(answer.body);
    expectDocumented(row, answer.statusCode, body);
    return {
      status: answer.statusCode,
      body,
      headers: answer.headers ?? {},
    };
  };
}

let requests = 0;

function eventOf({ method, path }: Operation, sent: Sent): APIGatewayProxyEvent {
  const query = Object.entries(sent.query ?? {});
  const event = {
    httpMethod: method,
    resource: path,
    path: Object.entries(sent.path ?? {}).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, value),
      path,
    ),
    pathParameters: sent.path ?? null,
    multiValueQueryStringParameters:
      query.length === 0 ? null : Object.fromEntries(query.map(([name, value]) => [name, [value]])),
    headers: { ...(sent.body !== undefined && { 'content-type': 'application/json' }), ...sent.headers },
    body: sent.body === undefined ? null : JSON.stringify(sent.body),
    isBase64Encoded: false,
    requestContext: {
      requestId: `request-${++requests}`,
      authorizer: sent.as === undefined ? null : { principal: sent.as },
    },
  };
  return event as unknown as APIGatewayProxyEvent;
}
