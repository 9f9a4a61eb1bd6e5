import { decodeJwt, decodeProtectedHeader, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import type { TokenRefusal, TokenRules } from '../domain/sessions/bearer.ts';

/** A token's issuer and subject, or why it is refused. */
export type TokenVerdict =
  | { readonly issuer: string; readonly subject: string }
  | { readonly refused: TokenRefusal };

/** How many characters an `Authorization` header may have; API Gateway takes 10,240 bytes of all headers. */
const longest = 8192;
/** Seconds that the issuer's clock and ours may differ. */
const tolerance = 5;

const bearer = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;
// Members that are not known are ignored (RFC 7515, section 4), but for those by which a header brings or names its
// own key, or demands extensions.
const never = z.optional(z.undefined());
const protectedHeader = z.object({
  alg: z.literal('RS256'),
  kid: z.string().check(z.minLength(1), z.maxLength(256)),
  typ: z.optional(z.string().check(z.regex(/^(?:application\/)?(?:at\+)?jwt$/i))),
  jwk: never,
  jku: never,
  x5u: never,
  x5c: never,
  crit: never,
  b64: never,
});
const claims = z.object({
  sub: z.string().check(z.minLength(1), z.maxLength(200)),
  exp: z.number(),
  // RFC 9068 has one text; other issuers write a list.
  scope: z.optional(z.union([z.string(), z.array(z.string())])),
  token_use: z.optional(z.string()),
});
const cognito = /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\//;

/**
 * Verifies an access token (RFC 8725, RFC 9068; for Cognito also `token_use` and scope): exactly one bearer token,
 * the one allowed algorithm, a key of the configured issuer, and issued for this deployment.
 * @param authorization every `Authorization` header of the request.
 * @param keys gives the issuer's key that a header names.
 * @param now RFC 3339 UTC instant.
 * @throws whatever `keys` throws when the issuer's keys cannot be fetched, which says nothing about the token
 */
export async function verifyAccessToken(
  authorization: readonly string[],
  rules: TokenRules,
  keys: JWTVerifyGetKey,
  now: string,
): Promise<TokenVerdict> {
  if (rules.scope === undefined && rules.audience === undefined)
    throw new Error('neither scope nor audience is configured: any token of the issuer would do');
  const [header = '', ...others] = authorization;
  const [, token] = header.length <= longest ? (bearer.exec(header) ?? []) : [];
  if (token === undefined || others.length > 0) return { refused: 'malformed' };
  if (isForeign(token, rules.issuer)) return { refused: 'not-for-us' };
  if (!headerIsOurs(token)) return { refused: 'forged' };
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: rules.issuer,
      ...(rules.audience !== undefined && { audience: rules.audience }),
      requiredClaims: ['sub', 'exp'],
      clockTolerance: tolerance,
      currentDate: new Date(now),
    });
    const parsed = claims.safeParse(payload);
    if (!parsed.success || !isForUs(parsed.data, rules)) return { refused: 'not-for-us' };
    return { issuer: rules.issuer, subject: parsed.data.sub };
  } catch (error) {
    return { refused: refusalOf(error) };
  }
}

/** Whether a token names another issuer: whoever sends it here by mistake forges nothing. */
function isForeign(token: string, issuer: string): boolean {
  try {
    const { iss } = decodeJwt(token);
    return iss !== undefined && iss !== issuer;
  } catch {
    return false;
  }
}

function headerIsOurs(token: string): boolean {
  try {
    return protectedHeader.safeParse(decodeProtectedHeader(token)).success;
  } catch {
    return false;
  }
}

function isForUs({ token_use, scope }: z.output<typeof claims>, rules: TokenRules): boolean {
  // Cognito states what a token is for, and other issuers may: an ID token must not be accepted as an access token.
  const use = token_use ?? (cognito.test(rules.issuer) ? 'unsaid' : 'access');
  const scopes = typeof scope === 'string' ? scope.split(' ') : (scope ?? []);
  return use === 'access' && (rules.scope === undefined || scopes.includes(rules.scope));
}

function refusalOf(error: unknown): TokenRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'nbf' ? 'expired' : 'not-for-us';
  const forged = [
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ];
  if (forged.some((kind) => error instanceof kind)) return 'forged';
  throw error;
}
