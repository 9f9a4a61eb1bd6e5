import { Validations } from 'aws-cdk-lib';
import { ResponseType, type SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { securityHeaders } from '../../lambdas/api/security-headers.ts';
import { type ProblemCode, problems } from '../../lambdas/domain/problems.ts';

/** The responses that API Gateway makes itself, and the problem that each is to the caller. */
const answers: readonly (readonly [ResponseType, ProblemCode, { readonly retryAfter?: number }?])[] = [
  [ResponseType.DEFAULT_4XX, 'invalid-request'],
  [ResponseType.DEFAULT_5XX, 'internal'],
  [ResponseType.UNAUTHORIZED, 'unauthenticated'],
  [ResponseType.EXPIRED_TOKEN, 'unauthenticated'],
  [ResponseType.ACCESS_DENIED, 'forbidden'],
  [ResponseType.WAF_FILTERED, 'forbidden'],
  [ResponseType.INVALID_API_KEY, 'forbidden'],
  // Despite its name, this is API Gateway's response for a path or method that does not exist.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 'not-found'],
  // The same with a bearer token, which API Gateway then takes for a signature.
  [ResponseType.INVALID_SIGNATURE, 'not-found'],
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
 * Every response that comes from API Gateway and not from a handler has the form of all others: problem details (RFC
 * 9457) with the security headers, quoting nothing of the request.
 */
const responses = answers.map(([type, code, { retryAfter } = {}]) => {
  const [status, title] = problems[code];
  return {
    type,
    statusCode: String(status),
    headers: {
      ...Object.fromEntries(Object.entries(securityHeaders).map(([name, value]) => [name, literal(value)])),
      'Content-Type': literal('application/problem+json'),
      'X-Request-Id': 'context.requestId',
      ...(status === 401 && { 'WWW-Authenticate': literal('Bearer') }),
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
  };
});

/**
 * The responses as an extension of the API's body. On AWS they have to be in the body: responses that are
 * CloudFormation resources are deleted by the next change of the body, and not restored.
 */
export const gatewayResponsesExtension = {
  'x-amazon-apigateway-gateway-responses': Object.fromEntries(
    responses.map(({ type, statusCode, headers, templates }) => [
      type.responseType,
      {
        statusCode,
        responseParameters: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, value]),
        ),
        responseTemplates: templates,
      },
    ]),
  ),
};

/** The same responses as resources, for the local AWS, which does not read them from a body. */
export function addGatewayResponses(api: SpecRestApi): void {
  Validations.of(api).acknowledge({
    id: 'CloudFormation-Validate::W3660',
    reason: 'The local AWS makes a changed body a new API, with new responses.',
  });
  for (const { type, statusCode, headers, templates } of responses)
    api.addGatewayResponse(type.responseType.toLowerCase().replaceAll('_', '-'), {
      type,
      statusCode,
      responseHeaders: headers,
      templates,
    });
}

/**
 * API Gateway takes a literal value in single quotes and cannot escape one. An empty list of sources means the same
 * as the keyword 'none' (CSP Level 3, 6.7.2.3).
 */
function literal(value: string): string {
  return `'${value.replaceAll(" 'none'", '')}'`;
}
