import { bitsOf } from '../../domain/identifiers.ts';

/** What a link token or session cookie consists of. */
export interface SessionToken {
  readonly tenant: string;
  readonly individual: string;
  /** 128 bits in base64url. */
  readonly secret: string;
}

const shape = /^[A-Za-z0-9_-]{64}$/;

/** A token as text: the 128 bits each of tenant, individual and secret, in base64url. A link has to be short. */
export function tokenText({ tenant, individual, secret }: SessionToken): string {
  const ids = Buffer.from(bitsOf(tenant) + bitsOf(individual), 'hex');
  return Buffer.concat([ids, Buffer.from(secret, 'base64url')]).toString('base64url');
}

/** Takes a token apart; undefined when it is malformed. */
export function sessionToken(text: string): SessionToken | undefined {
  if (!shape.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return {
    tenant: `tnt_${bytes.toString('hex', 0, 16)}`,
    individual: `ind_${bytes.toString('hex', 16, 32)}`,
    secret: bytes.toString('base64url', 32),
  };
}
