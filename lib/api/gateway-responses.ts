import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { securityHeaders } from '../../lambdas/api/security-headers.ts';
import { type ProblemCode, problems } from '../../lambdas/domain/problems.ts';

/** What API Gateway answers by itself, and the problem that it is to the caller. */
const answers: readonly (readonly [ResponseType, ProblemCode, { readonly retryAfter?: number }?])[] = [
  [ResponseType.DEFAULT_4XX, 'invalid-request'],
  [ResponseType.DEFAULT_5XX, 'internal'],
  [ResponseType.UNAUTHORIZED, 'unauthenticated'],
  [ResponseType.EXPIRED_TOKEN, 'unauthenticated'],
  [ResponseType.INVALID_SIGNATURE, 'unauthenticated'],
  [ResponseType.ACCESS_DENIED, 'forbidden'],
  [ResponseType.WAF_FILTERED, 'forbidden'],
  [ResponseType.INVALID_API_KEY, 'forbidden'],
  // Its name is API Gateway's: a path or method that is not there.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 'not-found'],
  [ResponseType.RESOURCE_NOT_FOUND, 'not-found'],
  [ResponseType.REQUEST_TOO_LARGE, 'too-large'],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, 'unsupported-media-type'],
  [ResponseType.THROTTLED, 'too-many-requests', { retryAfter: 1 }],
  [ResponseType.QUOTA_EXCEEDED, 'too-many-requests', { retryAfter: 60 }],
  [ResponseType.AUTHORIZER_FAILURE, 'unavailable', { retryAfter: 1 }],
  [ResponseType.AUTHORIZER_CONFIGURATION_ERROR, 'unavailable', { retryAfter: 1 }],
  [ResponseType.INTEGRATION_FAILURE, 'unavailable', { retryAfter: 1 }],
  [ResponseType.INTEGRATION_TIMEOUT, 'unavailable', { retryAfter: 1 }],
];

/**
 * Gives every answer that comes from API Gateway and not from a handler the form of all others: problem details
 * (RFC 9457) with the security headers, and nothing of the request in it.
 */
export function addGatewayResponses(api: RestApi): void {
  for (const [type, code, { retryAfter } = {}] of answers) {
    const [status, title] = problems[code];
    api.addGatewayResponse(type.responseType.toLowerCase().replaceAll('_', '-'), {
      type,
      statusCode: String(status),
      responseHeaders: {
        ...Object.fromEntries(Object.entries(securityHeaders).map(([name, value]) => [name, literal(value)])),
        'Content-Type': literal('application/problem+json'),
        'X-Request-Id': 'context.requestId',
        ...(retryAfter !== undefined && { 'Retry-After': literal(String(retryAfter)) }),
      },
      templates: {
        'application/json': JSON.stringify({
          type: `urn:habeas:problem:${code}`,
          title,
          status,
          instance: '$context.requestId',
        }),
      },
    });
  }
}

/**
 * API Gateway takes a literal value in single quotes and cannot escape one. An empty list of sources says the same
 * as the keyword 'none' (CSP Level 3, 6.7.2.3).
 */
function literal(value: string): string {
  return `'${value.replaceAll(" 'none'", '')}'`;
}
