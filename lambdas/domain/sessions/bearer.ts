/** Why a bearer token is refused. None of them says which claim or byte was wrong. */
export type TokenRefusal =
  /** Not exactly one bearer token of acceptable size. */
  | 'malformed'
  /** Expired, or not valid yet. */
  | 'expired'
  /** Not signed by a key of the issuer with the allowed algorithm. */
  | 'forged'
  /** Of another issuer, or signed by the issuer for another purpose. */
  | 'not-for-us';

/** What the deployment requires of every token in addition to its signature. */
export interface TokenRules {
  /** The one accepted issuer, never taken from the token. */
  readonly issuer: string;
  /** A scope the token has to carry. */
  readonly scope?: string | undefined;
  /** An audience the token has to be for. Tokens of Cognito's machine clients have none. */
  readonly audience?: string | undefined;
}
