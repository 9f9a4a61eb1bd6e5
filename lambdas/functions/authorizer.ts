import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { allowing } from '../http/invoke-policy.ts';
import { count, faultOf, log } from '../platform/observability/log.ts';
import { monotonic } from '../platform/runtime/clock.ts';
import { principalOfBearer } from '../stores/deployment/bearer-token.ts';

const metrics = {
  malformed: 'TokenMalformed',
  expired: 'TokenExpired',
  forged: 'TokenForged',
  'not-for-us': 'TokenForeign',
} as const;

/**
 * Verifies the caller's token and nothing else: authority is read from the tables with every call. API Gateway
 * answers 401 for exactly this message, and 500 for any other error.
 * @throws Error `Unauthorized` for a refused token, `Unavailable` when it could not be verified
 */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const began = monotonic();
  const requestId = event.requestContext.requestId;
  const milliseconds = () => Math.round((monotonic() - began) * 10) / 10;
  const verdict = await principalOfBearer(authorizationOf(event)).catch((error: unknown) => {
    count('TokenNotVerified');
    log('error', 'token', { requestId, outcome: 'failed', milliseconds: milliseconds(), ...faultOf(error) });
    throw new Error('Unavailable');
  });
  if ('refused' in verdict) {
    count(metrics[verdict.refused]);
    log('info', 'token', { requestId, outcome: verdict.refused, milliseconds: milliseconds() });
    throw new Error('Unauthorized');
  }
  const { principal } = verdict;
  log('info', 'token', { requestId, outcome: 'allowed', principal, milliseconds: milliseconds() });
  return allowing(principal, event.methodArn);
}

/** Every `Authorization` header, whatever the case of its name: a request with two of them is refused. */
function authorizationOf({ headers, multiValueHeaders }: APIGatewayRequestAuthorizerEvent): string[] {
  const named = <T>(all: Record<string, T | undefined> | null | undefined) =>
    Object.entries(all ?? {}).flatMap(([name, value]) =>
      name.toLowerCase() === 'authorization' && value !== undefined ? [value] : [],
    );
  const many = named(multiValueHeaders).flat();
  return many.length > 0 ? many : named(headers);
}
