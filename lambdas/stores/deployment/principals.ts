import { principalHash } from '../../crypto/keyed-hash.ts';

/** A principal's id: SHA-256 of issuer and subject of its tokens, in hex; as a member, also the member's id. */
export function principalId(issuer: string, subject: string): string {
  return principalHash(issuer, subject);
}
