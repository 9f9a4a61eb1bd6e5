/** Why a bearer token is refused. None of them says which claim or byte was wrong. */
export type TokenRefusal =
  /** No single bearer token of a sensible size. */
  | 'malformed'
  /** Was valid once, or is not valid yet. */
  | 'expired'
  /** Not signed by the issuer's own keys in the one way allowed. */
  | 'forged'
  /** The issuer's own, but made for something else. */
  | 'not-for-us';

/** What the deployment expects of every token, beyond its signature. */
export interface TokenRules {
  /** The one issuer; tokens never choose. */
  readonly issuer: string;
  /** A scope the token has to carry. */
  readonly scope?: string | undefined;
  /** An audience the token has to be for. Tokens of Cognito's machine clients have none. */
  readonly audience?: string | undefined;
}
