import { createRemoteJWKSet } from 'jose';
import { verifyAccessToken } from '../../crypto/access-token.ts';
import type { TokenRefusal } from '../../domain/sessions/bearer.ts';
import { now } from '../../platform/runtime/clock.ts';
import { environment, granted } from '../../platform/runtime/environment.ts';
import { principalId } from './principals.ts';

/** The principal behind a token, as SHA-256 of issuer and subject in hex, or why it is refused. */
export type BearerVerdict = { readonly principal: string } | { readonly refused: TokenRefusal };

let known: ReturnType<typeof createRemoteJWKSet> | undefined;

/**
 * Keys of the issuer, cached for ten minutes across invocations: a key that the issuer has withdrawn is accepted for
 * as long. An unknown key id fetches them again, at most every 30 s, so that invented ids do not flood the issuer.
 */
function issuerKeys(): ReturnType<typeof createRemoteJWKSet> {
  known ??= createRemoteJWKSet(new URL(environment('JWKS_URL')), {
    cacheMaxAge: 10 * 60 * 1000,
    cooldownDuration: 30 * 1000,
    timeoutDuration: 3000,
  });
  return known;
}

/**
 * Verifies the bearer token in a request's `Authorization` headers by this deployment's rules.
 * @throws Error when the issuer's keys cannot be had, or the deployment configured no rule
 */
export async function principalOfBearer(authorization: readonly string[]): Promise<BearerVerdict> {
  const rules = {
    issuer: environment('ISSUER'),
    scope: granted('TOKEN_SCOPE'),
    audience: granted('AUDIENCE'),
  };
  const verdict = await verifyAccessToken(authorization, rules, issuerKeys(), now());
  return 'refused' in verdict ? verdict : { principal: principalId(verdict.issuer, verdict.subject) };
}
