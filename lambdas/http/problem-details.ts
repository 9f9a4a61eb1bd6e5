import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Operation } from '../api/operation.ts';
import { securityHeaders } from '../api/security-headers.ts';
import type { Authority } from '../domain/members/authority.ts';
import { isRefusal, Problem } from '../domain/problems.ts';
import { count, faultOf, log } from '../platform/observability/log.ts';
import type { Ports } from './ports.ts';

/** An event with what the pipeline has learnt of it so far. */
export type Attempt = APIGatewayProxyEvent & {
  operation?: Operation;
  principal?: string | undefined;
  authority?: Authority;
  began?: number;
};

/**
 * Turns whatever was thrown into RFC 9457 problem details. A refusal is recorded in the audit log first; if it cannot
 * be recorded, the answer is 503. Writes the one log line of each request.
 */
export function reportProblems(ports: Ports): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  return {
    before: ({ event }) => {
      (event as Attempt).began = performance.now();
    },
    after: (request) => {
      if (request.response) finish(request.event, request.response);
    },
    onError: async (request) => {
      const attempt: Attempt = request.event;
      let problem = asProblem(request.error);
      if (problem.code === 'internal' || problem !== request.error) logFault(attempt, request.error);
      if (problem.status < 500) count(metricOf(problem));
      if (isRefusal(problem.status) && !problem.recorded) {
        try {
          await record(attempt, problem, ports);
        } catch (error) {
          logFault(attempt, error);
          problem = new Problem('unavailable', { retryAfter: 1 });
        }
      }
      request.response = responseOf(problem, attempt.requestContext.requestId);
      finish(attempt, request.response, problem);
    },
  };
}

/** Temporary errors of AWS: its clients have already retried, and the caller may try again later. */
const passing = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  // KMS does not know a new key everywhere for some minutes.
  'NotFoundException',
  'KMSInternalException',
  'KMSInvalidStateException',
  'KeyUnavailableException',
  'DependencyTimeoutException',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
]);
/** Connections that broke or were never made, by the code that Node gives them. */
const broken = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND']);

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return error instanceof Error &&
    (passing.has(error.name) || ('code' in error && broken.has(String(error.code))))
    ? new Problem('unavailable', { retryAfter: 1, cause: error })
    : new Problem('internal', { cause: error });
}

async function record(attempt: Attempt, problem: Problem, ports: Ports): Promise<void> {
  await ports.recordRefusal?.({
    operation: attempt.operation?.name ?? 'unknown',
    code: problem.code,
    authority: problem.authority ?? attempt.authority,
    principal: attempt.principal,
  });
}

/** The metric that a problem counts in; an alarm watches each of them. */
function metricOf({ code, status }: Problem): string {
  if (code === 'wrong-code') return 'CodeRefused';
  if (code === 'consent-required') return 'DisclosureRefused';
  if (code === 'link-used') return 'LinkReplayed';
  return isRefusal(status) ? 'OperationRefused' : 'RequestRejected';
}

function responseOf(problem: Problem, requestId: string): APIGatewayProxyResult {
  const { code, title, status, detail, errors, retryAfter, allow } = problem;
  return {
    statusCode: status,
    headers: {
      ...securityHeaders,
      'Content-Type': 'application/problem+json',
      // RFC 9110 demands it; the individual's session has no scheme of its own.
      ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
      ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
      ...(allow && { Allow: allow.join(', ') }),
    },
    body: JSON.stringify({
      type: `urn:habeas:problem:${code}`,
      title,
      status,
      ...(detail !== undefined && { detail }),
      instance: requestId,
      ...(errors && { errors }),
    }),
  };
}

function finish(attempt: Attempt, response: APIGatewayProxyResult, problem?: Problem): void {
  const requestId = attempt.requestContext.requestId;
  response.headers = { ...response.headers, 'X-Request-Id': requestId };
  if (attempt.httpMethod === 'HEAD') response.body = '';
  log(response.statusCode >= 500 ? 'error' : 'info', 'request', {
    operation: attempt.operation?.name ?? 'unknown',
    status: response.statusCode,
    ...(problem && { problem: problem.code }),
    requestId,
    tenant: tenantIn(attempt),
    principal: attempt.principal,
    milliseconds: Math.round((performance.now() - (attempt.began ?? performance.now())) * 10) / 10,
  });
}

// Only an id of the right shape is logged: the path is the caller's text.
function tenantIn(attempt: Attempt): string | undefined {
  const tenant = attempt.pathParameters?.tenant;
  return tenant && /^tnt_[0-9a-f]{32}$/.test(tenant) ? tenant : undefined;
}

function logFault(attempt: Attempt, error: unknown): void {
  log('error', 'fault', {
    operation: attempt.operation?.name ?? 'unknown',
    requestId: attempt.requestContext.requestId,
    ...faultOf(error),
  });
}
