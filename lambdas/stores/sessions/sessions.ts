import { createHmac } from 'node:crypto';
import { secretHash } from '../../crypto/one-time.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { now } from '../../platform/runtime/clock.ts';
import { tenantOf } from '../tenants/tenants.ts';

/** The parts of a link token or session cookie: `tenant.individual.secret`. */
export interface SessionToken {
  readonly tenant: string;
  readonly individual: string;
  readonly secret: string;
}

const shape = /^(tnt_[0-9a-f]{32})\.(ind_[0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/;

/** Takes a token apart; undefined when it is none. */
export function sessionToken(text: string): SessionToken | undefined {
  const [, tenant, individual, secret] = shape.exec(text) ?? [];
  return tenant && individual && secret ? { tenant, individual, secret } : undefined;
}

/** The CSRF token of a session follows from its secret, so that no copy of it is stored. */
export function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('habeas csrf').digest('base64url');
}

/**
 * The session behind a cookie, read consistently with its individual and tenant.
 * @throws Problem `unauthenticated` when there is none, it has ended, or its individual is gone
 */
export async function session(cookie: string): Promise<SessionAuthority> {
  const token = sessionToken(cookie);
  if (!token) throw new Problem('unauthenticated');
  const hash = secretHash(token.secret);
  const [row, individual, tenant] = await read([
    { table: 'vault', key: vaultKey.session(token.tenant, token.individual, hash) },
    { table: 'vault', key: vaultKey.individual(token.tenant, token.individual) },
    { table: 'vault', key: vaultKey.tenant(token.tenant) },
  ]);
  if (!row || !individual || !tenant || (row.endsAt as string) <= now()) throw new Problem('unauthenticated');
  return {
    kind: 'session',
    level: row.level as SessionAuthority['level'],
    tenant: tenantOf(tenant),
    individual: token.individual,
    session: hash,
    csrf: csrfOf(token.secret),
    endsAt: row.endsAt as string,
    extensions: row.extensions as number,
    language: row.language as SessionAuthority['language'],
    link: row.link as string,
    request: row.request as string | undefined,
    consent: row.consent as string | undefined,
  };
}
